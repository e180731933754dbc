"""Features of faces: a small network that learns the labels at hand, whichever they are.

Its last hidden layer is where looks are compared. It is trained on the training faces that have a
label, in a minute or two, always to the same weights on one machine; how well it knows the labels
of held-out faces says how much its features mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.types import Doubles, Floats

FEATURES = 64
BATCH = 256
RATE = 2e-3
WORDS = ("expression", "gender")


@dataclass(frozen=True)
class Task:
    """A label to learn.

    Attributes:
        label: Its name in the index.
        words: What it can be; empty for a number.
        centre: Mean of a number over training faces.
        spread: Its standard deviation.
    """

    label: str
    words: tuple[str, ...] = ()
    centre: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class Skill:
    """How well the network knows a label of held-out faces.

    Attributes:
        label: The label.
        faces: Held-out faces that have it.
        measure: "accuracy" (share that is right), or "mean error" (in years).
        reached: By the network.
        constant: By the best answer that is the same for every face.
    """

    label: str
    faces: int
    measure: str
    reached: float
    constant: float


class FeatureNetwork(nn.Module):
    """Three convolutions that halve the picture, FEATURES numbers, one linear head a label.

    Args:
        tasks: The labels.
        channels: Of the pictures, 1 or 3.
    """

    def __init__(self, tasks: tuple[Task, ...], channels: int) -> None:
        super().__init__()
        self.tasks = tasks
        widths = (channels, 16, 32, 64)
        first, *others = pairwise(widths)
        self.convolutions = nn.ModuleList(
            [
                nn.Conv2d(*first, 5, stride=2, padding=2),
                *(nn.Conv2d(*pair, 3, stride=2, padding=1) for pair in others),
            ]
        )
        self.dense = nn.Linear(widths[-1] * 9, FEATURES)
        self.heads = nn.ModuleList(nn.Linear(FEATURES, max(1, len(task.words))) for task in tasks)

    def features(self, images: Tensor) -> Tensor:
        """Features of pictures [N, H, W] or [N, H, W, 3] in [0, 1]: [N, FEATURES]."""
        x = images[:, None] if images.ndim == 3 else images.permute(0, 3, 1, 2)
        x = (x - 0.5) / 0.25
        for convolution in self.convolutions:
            x = functional.relu(convolution(x))
        x = functional.adaptive_avg_pool2d(x, 3).flatten(1)
        return functional.relu(self.dense(x))

    def forward(self, images: Tensor) -> list[Tensor]:
        """What every head says: [N, words], or [N, 1] for a number, about its centre."""
        features = self.features(images)
        return [head(functional.dropout(features, 0.2, self.training)) for head in self.heads]


def tasks_of(faces: FaceSet) -> tuple[Task, ...]:
    """The labels that can be learned from the training faces."""
    rows = faces.split("train")
    tasks = []
    for label in WORDS:
        words = tuple(sorted({word for word in column(faces, label)[rows] if word is not None}))
        if len(words) > 1:
            tasks.append(Task(label, words))
    ages = np.array([age for age in column(faces, "age")[rows] if age is not None], float)
    if len(ages) and ages.std() > 0:
        tasks.append(Task("age", (), float(ages.mean()), float(ages.std())))
    return tuple(tasks)


def train_features(
    faces: FaceSet,
    *,
    epochs: int,
    seed: int,
    on_step: Callable[[int, int], None] = lambda _done, _of: None,
) -> FeatureNetwork:
    """Learn the labels of the training faces, mirrored at random.

    Args:
        faces: The face set.
        epochs: Passes over the faces that have a label.
        seed: Of the weights and of the order.
        on_step: Told how many steps are done, and of how many.

    Raises:
        FaceSetError: No label takes two values.
    """
    tasks = tasks_of(faces)
    if not tasks:
        raise FaceSetError(
            "the face set has no labels (expression, gender, age) to learn features from"
        )
    rows = faces.split("train")
    targets = {task.label: _targets(task, column(faces, task.label)[rows]) for task in tasks}
    known = np.any([~np.isnan(target) for target in targets.values()], axis=0)
    rows, targets = rows[known], {label: target[known] for label, target in targets.items()}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = FeatureNetwork(tasks, faces.channels)
        optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
        per_epoch = -(-len(rows) // BATCH)
        steps = epochs * per_epoch
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
        for step in range(steps):
            place = step % per_epoch
            if place == 0:
                order = torch.randperm(len(rows)).numpy()
            chosen = np.sort(order[place * BATCH : (place + 1) * BATCH])
            images = torch.from_numpy(faces.images[rows[chosen]]).float() / 255
            flip = torch.rand(len(images)) < 0.5
            images = torch.where(flip.reshape(-1, *[1] * (images.ndim - 1)), images.flip(2), images)
            answers = network(images)
            losses = [
                _loss(task, answer, torch.from_numpy(targets[task.label][chosen]))
                for task, answer in zip(tasks, answers, strict=True)
            ]
            optimiser.zero_grad()
            torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            on_step(step + 1, steps)
    return network.eval()


def skills(network: FeatureNetwork, faces: FaceSet, rows: NDArray[np.int64]) -> tuple[Skill, ...]:
    """How well the network knows the labels of these faces, where they have them."""
    found = []
    for number, task in enumerate(network.tasks):
        target = _targets(task, column(faces, task.label)[rows])
        known = ~np.isnan(target)
        if not known.any():
            continue
        with torch.no_grad():
            images = torch.from_numpy(faces.images[rows[known]]).float() / 255
            answer = torch.cat(
                [network(part)[number] for part in torch.split(images, BATCH)]
            ).numpy()
        truth = target[known]
        if task.words:
            reached = float((answer.argmax(axis=1) == truth).mean())
            constant = float(np.bincount(truth.astype(int)).max() / len(truth))
            found.append(Skill(task.label, len(truth), "accuracy", reached, constant))
        else:
            errors, plain = np.abs(answer[:, 0] - truth), np.abs(np.median(truth) - truth)
            reached, constant = (float(task.spread * values.mean()) for values in (errors, plain))
            found.append(Skill(task.label, len(truth), "mean error", reached, constant))
    return tuple(found)


def features_of(network: FeatureNetwork, images: Floats) -> Doubles:
    """Features of pictures [N, H, W] or [N, H, W, 3] in [0, 1]: float64 [N, FEATURES]."""
    with torch.no_grad():
        parts = torch.split(torch.from_numpy(np.ascontiguousarray(images, np.float32)), BATCH)
        return torch.cat([network.features(part) for part in parts]).double().numpy()


def description(network: FeatureNetwork) -> dict[str, Any]:
    """What rebuilds the network around its weights, for JSON."""
    channels = network.convolutions[0].in_channels
    return {"tasks": [asdict(task) for task in network.tasks], "channels": channels}


def rebuild(document: Mapping[str, Any], weights: Mapping[str, Tensor]) -> FeatureNetwork:
    """The network of a description, with its weights."""
    tasks = tuple(Task(**(task | {"words": tuple(task["words"])})) for task in document["tasks"])
    network = FeatureNetwork(tasks, int(document["channels"]))
    network.load_state_dict(dict(weights))
    return network.eval()


def _targets(task: Task, values: NDArray[np.object_]) -> NDArray[np.float32]:
    """Labels as numbers: the place among the words, or standard deviations; NaN where unknown."""
    if task.words:
        places = {word: float(place) for place, word in enumerate(task.words)}
        return np.array([places.get(value, np.nan) for value in values], np.float32)
    numbers = np.array([np.nan if value is None else value for value in values], np.float32)
    return (numbers - task.centre) / task.spread


def _loss(task: Task, answer: Tensor, target: Tensor) -> Tensor:
    """The mean loss of the faces that have the label; 0 where none has."""
    known = ~target.isnan()
    if not known.any():
        return answer.sum() * 0
    if task.words:
        return functional.cross_entropy(answer[known], target[known].long())
    return functional.mse_loss(answer[known, 0], target[known])
