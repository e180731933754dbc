"""Two perceptrons to the ONNX files of a model folder, by graphs and a rounding of our own.

ONNX Runtime's rounding of the same matrices moves pixels by more than can go unseen, and knows no
skip connection, which a network that started at PPCA needs; see model/onnx/quantise.py.
"""

from functools import partial

import numpy as np
import onnx
from torch import nn

from morphing_faces.model.folder_layout import DECODER, ENCODER, STD
from morphing_faces.model.onnx.graphs import decoder_graph, encoder_graph, std_graph
from morphing_faces.model.onnx.quantise import Layer, factored, quantise
from morphing_faces.vae.coder import Calibration, Converter, NetworkConfig
from morphing_faces.vae.perceptron import GaussianPerceptron


def converter(
    encoder: GaussianPerceptron, decoder: GaussianPerceptron, config: NetworkConfig
) -> Converter:
    """Get ready to make the ONNX files of two perceptrons; see coder.Converter."""
    return partial(_files, encoder, decoder, config)


def _files(
    encoder: GaussianPerceptron,
    decoder: GaussianPerceptron,
    config: NetworkConfig,
    calibration: Calibration | None,
) -> dict[str, bytes]:
    outward, inward = _layers(decoder), _layers(encoder)
    beyond: list[Layer] = []
    if calibration is not None:
        # Latent points are not rounded, so that no step shows while a hover moves them. Where a
        # rank of 144 and a balance of 0.3 did for one network (1.6 grey levels), that which ships
        # moved by up to 3.0, and by half as much with some units apart; the encoder, whose inputs
        # are all positive, needs neither.
        hidden, (mean, log_variance) = outward
        log_variance, *beyond = factored(log_variance)
        outward = quantise(
            hidden,
            [mean, log_variance],
            calibration.z,
            half_first=True,
            rank=220,
            units=200,
            balance=0.45,
        )
        inward = quantise(*inward, calibration.images, half_first=False)
    units, (mean, log_variance) = outward
    features, (posterior_mean, posterior_log_variance) = inward
    models: dict[str, onnx.ModelProto] = {
        DECODER: decoder_graph(units, mean, config.shape),
        STD: std_graph([log_variance, *beyond], config.shape, decoder.floor),
        ENCODER: encoder_graph(
            features, posterior_mean, posterior_log_variance, config.shape, encoder.floor
        ),
    }
    return {name: model.SerializeToString() for name, model in models.items()}


def _layers(perceptron: GaussianPerceptron) -> tuple[list[Layer], list[Layer]]:
    """Hidden layers; then the layers of the mean and of the log-variance."""
    hidden = [_layer(module) for module in perceptron.hidden_layers]
    both, outputs = _layer(perceptron.gaussian), perceptron.outputs
    mean = Layer(both.weight[:, :outputs], both.bias[:outputs])
    log_variance = Layer(both.weight[:, outputs:], both.bias[outputs:])
    if perceptron.shared is not None:  # a layer that reads nothing
        bias = perceptron.shared.detach().numpy()
        log_variance = Layer(np.zeros((len(both.weight), 1), np.float32), bias)
    heads = [mean, log_variance]
    return hidden, heads


def _layer(module: nn.Linear) -> Layer:
    return Layer(module.weight.detach().numpy().T.copy(), module.bias.detach().numpy().copy())
