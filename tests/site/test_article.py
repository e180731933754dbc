"""What the article says of the model beside it."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from morphing_faces import load_model
from morphing_faces.model.config import ModelConfig
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CARD, ENCODER
from morphing_faces.site.model_files import web_model
from morphing_faces.site.page import site_files
from tests.tiny import tiny_model

OTHERS = ("400", "2,000", "utkface", "mixture", "faces48", "nats", "non-commercial")


def article(model: ModelFolder, page: Path) -> str:
    return site_files(web_model(model, level=0), page)["explanation.html"].decode()


@pytest.mark.slow
def test_the_shipped_models_figures_stand_in_the_article(page: Path) -> None:
    text = article(load_model("faces48"), page)
    assert 'From <span data-fact="latent">400</span> numbers' in text
    for stated in (
        "48 × 48 grey pixels: 2,304 numbers",
        "two hidden layers of 2,000 rectified linear units",
        "one Gaussian, narrower where it matters little",
        "28,144 faces, each seen 611 times",
        "4,541 − 424 = 4,117 nats",
        "4,508 nats",
        "4.4% of the range",
        "From the collections utkface, lfw and generated. The code is under the MIT licence.",
        "<li>It knows frontal faces",
    ):
        assert stated in text
    assert "It is played with" not in text
    assert "<!--" not in text


def test_another_model_gets_an_article_that_is_true_of_it(model: ModelFolder, page: Path) -> None:
    text = article(model, page)
    height, width = model.image_shape[:2]
    assert f'<span data-fact="latent">{model.latent_size}</span>' in text
    assert f"called <b>{model.name}</b>" in text
    assert f"{height} × {width} grey pixels" in text
    for foreign in OTHERS:
        assert foreign not in text


def test_figures_read_the_same_facts(model: ModelFolder, page: Path) -> None:
    found = re.search(
        r'<script type="application/json" id="facts">(.*?)</script>', article(model, page)
    )
    assert found
    facts = json.loads(found[1])
    assert facts["latent"] == model.latent_size
    assert facts["interesting"] == len(model.interesting)
    assert len(facts["kl"]) == len(model.config.interesting)
    assert facts["encoder"] is True


def test_figures_read_what_a_model_lacks(model: ModelFolder, page: Path) -> None:
    path = model.folder / "config.json"
    config = json.loads(path.read_text())
    del config["files"][ENCODER]
    for dimension in config["interesting"]:
        dimension["kl"] = 0
    path.write_text(json.dumps(config))
    text = article(ModelFolder(model.folder), page)
    facts = json.loads(re.findall(r'id="facts">(.*?)</script>', text)[0])
    assert facts["kl"] == []
    assert facts["encoder"] is False
    assert facts["interesting"] == len(model.interesting)


CARD_OF_ANOTHER = """---
license: cc-by-4.0
---

# Cats & <b>dogs</b>

Draws [cats](https://example.org) **mostly**, with
`3` layers. Run it like this:

```
x
```

## License

Ours & yours.

## Limits

- No birds,
  no fish.
- <script>alert(1)</script>
"""


@pytest.fixture
def other(tmp_path: Path) -> ModelFolder:
    folder = tiny_model(tmp_path / "other")
    (folder / CARD).write_text(CARD_OF_ANOTHER, encoding="utf-8")
    path = folder / "config.json"
    config = msgspec.json.decode(path.read_bytes(), type=ModelConfig)
    # Free-form: whatever stands there must not stop the site.
    provenance = {"training": [1], "evaluation": {"elbo": "high", "ppca": 3}, "faces": None}
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(config, provenance=provenance)))
    return ModelFolder(folder)


def test_a_card_is_quoted_as_text(other: ModelFolder, page: Path) -> None:
    text = article(other, page)
    assert "<blockquote><p>Draws cats mostly, with 3 layers.</p></blockquote>" in text
    assert "<li>No birds, no fish.</li>" in text
    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in text
    assert "somebody trained it with. Ours &amp; yours." in text
    assert "nats" not in text
