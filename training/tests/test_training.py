"""The loop of every training, and the scenes that it draws: resuming changes nothing."""

import signal

import numpy as np
import pytest
import torch
from torch import nn

from data.captions import Captions
from data.scenes import Scenes
from trainers.diffusion import ddim, ddim_inversion, levels
from trainers.loop import checkpoint_path, fit, groups, rate, restored

PLAN = {"steps": 12, "rate": 0.05, "warmup": 3, "decay": 0.5, "shares": {"0": 0.1}}


def network():
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))


def loss_of(stop_after: int | None = None):
    """A batch that depends on the step alone; SIGTERM arrives in the middle of one."""

    def loss(model, step):
        if step == stop_after:
            signal.raise_signal(signal.SIGTERM)
        x = torch.randn(16, 4, generator=torch.Generator().manual_seed(step))
        return (model(x) - x.sum(1, keepdim=True)).square().mean(), {}

    return loss


def weights(role: str) -> dict:
    return torch.load(checkpoint_path(role), weights_only=True)


def test_a_run_that_is_stopped_goes_on_as_if_it_had_not():
    fit("whole", network(), PLAN, loss_of())
    fit("parts", network(), PLAN, loss_of(stop_after=6))
    assert weights("parts")["step"] == 7
    fit("parts", network(), PLAN, loss_of())
    whole, parts = weights("whole"), weights("parts")
    assert whole["step"] == parts["step"] == 12
    for kind in ("model", "ema"):
        for name, value in whole[kind].items():
            assert torch.equal(value, parts[kind][name]), (kind, name)
    assert parts["optimizer"]["param_groups"][0]["lr"] > 0


def test_weights_without_an_optimizer_are_warmed_up_again():
    fit("role", network(), PLAN, loss_of(stop_after=6))
    state = weights("role")
    torch.save({**state, "optimizer": None}, checkpoint_path("role"))
    fit("role", network(), PLAN, loss_of())
    assert weights("role")["cold"] == 7
    assert rate(7, PLAN, cold=7) < rate(7, PLAN) / 2


def test_measures_and_sheets_are_made_at_a_checkpoint():
    sheets = []
    fit(
        "role",
        network(),
        PLAN,
        loss_of(),
        lambda ema, step: {"at": step},
        lambda ema, step: sheets.append(step),
    )
    assert sheets == [12]
    assert '"at": 12' in checkpoint_path("role").with_suffix(".log").read_text()


def test_groups_share_the_rate_by_module():
    model = nn.ModuleDict({"block": nn.ModuleList(nn.Linear(2, 2) for _ in range(11))})
    model["head"] = nn.Linear(2, 2)
    found = groups(model, {"block.1": 0.1, "block": 0.5})
    assert {g["share"]: len(g["params"]) for g in found} == {0.5: 20, 0.1: 2, 1.0: 2}
    one = next(g for g in found if g["share"] == 0.1)
    assert one["params"][0] is model["block"][1].weight  # and not that of block 10


def optimizer(shares: dict):
    return torch.optim.AdamW(groups(network(), shares), lr=1.0)


def test_an_optimizer_is_restored_if_its_groups_are_the_same():
    older = torch.optim.AdamW(network().parameters(), lr=1.0).state_dict()  # knows no shares
    plain = optimizer({})
    assert restored(plain, older) and plain.param_groups[0]["share"] == 1.0
    assert not restored(optimizer({"0": 0.1}), older)
    assert not restored(optimizer({}), None)
    changed = optimizer({"0": 0.3})
    assert restored(changed, optimizer({"0": 0.1}).state_dict())
    assert [g["share"] for g in changed.param_groups] == [0.3, 1.0]


def test_rate_falls_at_the_end_of_the_steps_or_of_the_time():
    plan = {"steps": 100, "rate": 1.0, "warmup": 10, "decay": 0.4}
    assert rate(0, plan) == pytest.approx(0.1)
    assert rate(50, plan) == 1.0
    assert rate(80, plan) == pytest.approx(0.5)
    assert rate(50, plan, left=0.1) == pytest.approx(0.25)


def test_scenes_depend_on_the_step_alone_and_spare_what_is_held_out(art):
    scenes = Scenes(art, 3)
    pictures, drawn = scenes.draw(5, 24)
    again, _ = Scenes(art, 3).draw(5, 24)
    assert pictures.shape == (24, 3, 64, 64) and torch.equal(pictures, again)
    assert -1 <= pictures.min() < pictures.max() <= 1 + 1e-5
    assert not any(art.held_out[s.picture] for s in drawn)
    everything = Scenes(art, 3, everything=True)
    assert any(art.held_out[s.picture] for s in everything.draw(5, 24)[1])
    assert everything.p.sum() == pytest.approx(1)


def test_captions_name_what_is_drawn(art):
    captions, scenes, rng = Captions(art), Scenes(art, 0), np.random.default_rng(0)
    texts = [captions.of(rng, scenes.plan(rng, 1))[0] for _ in range(60)]
    assert all(any(w in t for w in ("cat", "pet", "animal")) for t in texts)
    assert len(set(texts)) > 10


def test_inversion_leads_back():
    torch.manual_seed(0)
    mix = torch.randn(8, 8) * 0.1

    def predict(x, t):
        return x @ mix + t / 5000

    x = torch.randn(2, 8)
    noise = ddim_inversion(predict, x, 20, refine=20)
    torch.testing.assert_close(ddim(predict, noise, 20, last=980), x, atol=1e-3, rtol=0)
    times = levels(torch.Generator().manual_seed(0), 100).sort().values
    assert ((times // 10) == torch.arange(100)).all()
