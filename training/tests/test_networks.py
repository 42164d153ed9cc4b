"""Shapes of every network, and what holds of its outputs at any size."""

import pytest
import torch
import torch.nn.functional as F

from model.autoencoder import Autoencoder
from model.autoregressive_prior import AutoregressivePrior, CodeStep, PrefixStep
from model.clip import Clip
from model.decoder import Decoder
from model.pictured import Pictured, pca
from model.prior import Prior
from model.quantiser import Quantiser
from model.sentence_encoder import SentenceEncoder
from model.upsampler import Upsampler
from tests.tiny import RECIPE, WIDTH, shaken

N, LENGTH = 3, 32


def caption(real: int = 7):
    mask = torch.zeros(N, LENGTH, dtype=torch.int64)
    mask[:, :real] = 1
    return torch.randint(3, 40, (N, LENGTH)), mask


def embeddings(n: int = N):
    return F.normalize(torch.randn(n, 256), dim=1)


def condition():
    return embeddings(), torch.randn(N, LENGTH, WIDTH), caption()[1].bool()


def sentence_encoder():
    return SentenceEncoder(50, width=24, layers=2, heads=2, states=WIDTH)


@pytest.mark.parametrize("name", ["text", "sentence"])
@torch.no_grad()
def test_text_encoders(name):
    encoder = Clip(**RECIPE["clip"]["size"]).text if name == "text" else sentence_encoder()
    encoder = shaken(encoder)
    ids, mask = caption()
    embedding, states = encoder(ids, mask)
    assert embedding.shape == (N, 256) and states.shape == (N, LENGTH, WIDTH)
    torch.testing.assert_close(embedding.norm(dim=1), torch.ones(N))
    # Padding changes nothing, whatever is in it and however long it is.
    short, short_states = encoder(ids[:, :7], mask[:, :7])
    torch.testing.assert_close(embedding, short, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(states[:, :7], short_states, atol=1e-5, rtol=1e-4)
    ids[:, 3] += 1
    assert not torch.allclose(embedding, encoder(ids, mask)[0], atol=1e-4)


@torch.no_grad()
def test_image_encoder():
    clip = shaken(Clip(**RECIPE["clip"]["size"]))
    embedding = clip.image(torch.rand(N, 3, 64, 64) * 2 - 1)
    assert embedding.shape == (N, 256)
    torch.testing.assert_close(embedding.norm(dim=1), torch.ones(N))
    assert 0 < clip.scale() <= 100


@torch.no_grad()
def test_autoencoder_standardises_its_latents():
    autoencoder = shaken(Autoencoder(**RECIPE["autoencoder"]["size"]))
    pictures = torch.rand(8, 3, 64, 64) * 2 - 1
    plain = autoencoder.decoder.raw(autoencoder.encoder.raw(pictures))
    autoencoder.standardise(autoencoder.encoder.raw(pictures))
    latent = autoencoder.encoder(pictures)
    assert latent.shape == (8, 16, 8, 8)
    torch.testing.assert_close(latent.mean((0, 2, 3)), torch.zeros(16), atol=1e-4, rtol=0)
    torch.testing.assert_close(latent.std((0, 2, 3)), torch.ones(16), atol=1e-3, rtol=0)
    assert plain.shape == (8, 3, 64, 64)
    torch.testing.assert_close(autoencoder.decoder(latent), plain, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize(
    ("size", "shape"),
    [({}, (16, 8, 8)), ({"channels": 3, "patch": 4}, (3, 64, 64))],
    ids=["latents", "pixels"],
)
@torch.no_grad()
def test_decoder(size, shape):
    decoder = shaken(Decoder(**RECIPE["decoder"]["size"], **size))
    x, (z, states, mask) = torch.randn(N, *shape), condition()
    out = decoder(x, torch.tensor(500), z, states, mask)
    assert out.shape == (N, *shape) and out.std() > 0
    each = decoder(x, torch.full((N,), 500), z, states, mask)
    torch.testing.assert_close(out, each)
    for changed in [(embeddings(), states), (z, torch.randn_like(states))]:
        assert not torch.allclose(out, decoder(x, torch.tensor(500), *changed, mask), atol=1e-5)


@torch.no_grad()
def test_pictured_takes_away_only_what_no_picture_has():
    decoder = Decoder(**RECIPE["decoder"]["size"])
    known = F.normalize(torch.randn(400, 256) * torch.linspace(1, 0.01, 256) ** 3, dim=1)
    mean, basis, eigenvalues, _ = pca(known, 96)
    seen = Pictured(decoder).know(mean, basis, eigenvalues)
    torch.testing.assert_close(seen.faded(known), known, atol=0.05, rtol=0)
    null = decoder.null.expand(1, -1)
    torch.testing.assert_close(seen.faded(null), null)
    stray = F.normalize(known[:1] + 0.5 * basis[90:91], dim=1)
    assert (seen.faded(stray) @ basis[90]).abs() < 0.01 < (stray @ basis[90]).abs()


@torch.no_grad()
def test_prior():
    prior = shaken(Prior(**RECIPE["prior"]["size"]))
    x, (z, states, mask) = torch.randn(N, 256) * 16, condition()
    out = prior(x, torch.tensor(999), z, states, mask)
    assert out.shape == (N, 256)
    short = prior(x, torch.tensor(999), z, states[:, :7], mask[:, :7])
    assert short.shape == (N, 256)
    assert not torch.allclose(out, prior(x, torch.tensor(0), z, states, mask), atol=1e-5)


@torch.no_grad()
def test_autoregressive_prior_gives_the_same_logits_code_by_code():
    prior = shaken(AutoregressivePrior(**RECIPE["autoregressive-prior"]["size"]))
    z, states, mask = condition()
    dot, codes = torch.randint(4, (N,)), torch.randint(8, (N, 5))
    whole = prior(states, mask, z, dot, codes)
    assert whole.shape == (N, 5, 8)
    logits, keys, values = PrefixStep(prior)(states, mask, z, dot)
    assert keys.shape == values.shape == (2, N, 2, LENGTH + 2, 16)
    step = CodeStep(prior)
    for k in range(5):
        torch.testing.assert_close(logits, whole[:, k], atol=1e-5, rtol=1e-4)
        if k < 4:
            logits, keys, values = step(codes[:, k], torch.tensor(k), mask, keys, values)


@torch.no_grad()
def test_quantiser_brings_embeddings_back():
    z, dot = embeddings(2000) * torch.linspace(1, 0.01, 256) ** 4, torch.rand(2000)
    quantiser = Quantiser(components=16, buckets=64, dots=4)
    quantiser.fit(z, dot)
    codes = quantiser.codes(z)
    assert codes.shape == (2000, 16) and codes.min() == 0 and codes.max() == 63
    back = (quantiser.embedding(codes) - z).square().sum() / (z - z.mean(0)).square().sum()
    best = pca(z, 16)
    assert back < 1.2 * (1 - best[2].sum() / best[3]) + 0.01
    assert quantiser.dots(dot).bincount().tolist() == [500] * 4


@torch.no_grad()
def test_upsampler_starts_from_the_enlarged_picture():
    upsampler = Upsampler(widths=(16, 16)).eval()
    sample = torch.randn(N, 6, 32, 32)
    torch.testing.assert_close(upsampler(sample, torch.tensor(10)), sample[:, 3:])
    out = shaken(upsampler)(sample, torch.tensor(10))
    assert out.shape == (N, 3, 32, 32) and not torch.allclose(out, sample[:, 3:])
