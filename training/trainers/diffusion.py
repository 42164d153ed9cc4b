"""The cosine schedule and samplers, as the engine has them, for training and contact sheets."""

import math

import torch

STEPS = 1000


def alphas(steps: int = STEPS) -> torch.Tensor:
    """ᾱ_t f32 [1000]; betas capped at 0.999, products in f32 as PyTorch makes them."""
    f = [math.cos((u / steps + 0.008) / 1.008 * math.pi / 2) ** 2 for u in range(steps + 1)]
    betas = torch.tensor(
        [min(1 - f[i + 1] / f[i], 0.999) for i in range(steps)], dtype=torch.float32
    )
    return torch.cumprod(1.0 - betas, 0)


ALPHAS = alphas()


def levels(rng: torch.Generator, n: int) -> torch.Tensor:
    """n timesteps, one from each n-th of the schedule (stratified), in random order."""
    u = (torch.arange(n) + torch.rand(n, generator=rng)) / n
    return (u * STEPS).long().clamp(0, STEPS - 1)[torch.randperm(n, generator=rng)]


def mix(x, noise, t):
    """x_t, and (√ᾱ, √(1−ᾱ)) shaped to x."""
    a = ALPHAS.to(x.device)[t.to(x.device)].reshape(-1, *[1] * (x.dim() - 1))
    return a.sqrt() * x + (1 - a).sqrt() * noise, (a.sqrt(), (1 - a).sqrt())


def linspace(n: int, last: int = STEPS - 1) -> list[int]:
    return [round(k * (last / (n - 1))) for k in range(n)][::-1] if n > 1 else [last]


def trailing(n: int) -> list[int]:
    """As np.arange(1000, 0, -1000/n).round() - 1 has it."""
    delta = STEPS - STEPS / n - STEPS
    return [round(STEPS + i * delta) - 1 for i in range(n)]


def clean_and_noise(out, x, t: int, prediction: str):
    """x0 and ε of a network's output at level t."""
    a = ALPHAS[t].item()
    x0 = out if prediction == "sample" else math.sqrt(a) * x - math.sqrt(1 - a) * out
    return x0, (x - math.sqrt(a) * x0) / math.sqrt(1 - a)


def ddim(
    predict, x, n: int, prediction: str = "v", clip: float | None = None, last: int = STEPS - 1
):
    """predict(x, t) → v or x0; DDIM (η = 0) over n linspaced levels from `last` down."""
    times = linspace(n, last)
    for t, after in zip(times, [*times[1:], -1]):
        b = ALPHAS[after].item() if after >= 0 else 1.0
        x0, eps = clean_and_noise(predict(x, t), x, t, prediction)
        if clip:
            x0 = x0.clamp(-clip, clip)
            eps = (x - math.sqrt(ALPHAS[t].item()) * x0) / math.sqrt(1 - ALPHAS[t].item())
        x = math.sqrt(b) * x0 + math.sqrt(1 - b) * eps
    return x


def dpm_solver(
    predict, x, n: int, prediction: str = "v", spacing: str = "linspace", clip: float | None = None
):
    """DPM-Solver++ 2M as the engine has it: of second order but for the first step and the last,
    which goes to clean.
    """
    times = linspace(n + 1)[:-1] if spacing == "linspace" else trailing(n)
    before = None
    for t, after in zip(times, [*times[1:], -1]):
        a, b = ALPHAS[t].item(), ALPHAS[after].item() if after >= 0 else 1.0
        x0, _ = clean_and_noise(predict(x, t), x, t, prediction)
        if clip:
            x0 = x0.clamp(-clip, clip)
        step = math.inf if after < 0 else (math.log(b / (1 - b)) - math.log(a / (1 - a))) / 2
        aim = x0 if before is None or after < 0 else x0 + step / (2 * before[1]) * (x0 - before[0])
        ratio = math.sqrt((1 - b) / (1 - a))
        x = ratio * x + (math.sqrt(b) - ratio * math.sqrt(a)) * aim
        before = x0, step
    return x


def ddim_inversion(predict, x, n: int, prediction: str = "v", refine: int = 3, last: int = 980):
    """The x at level `last` from which `ddim` with the same levels gives x back: each step solved
    for by fixed-point iteration.
    """
    a = 1.0
    for t in linspace(n, last)[::-1]:
        b, at = ALPHAS[t].item(), x
        for _ in range(1 + refine):
            _, eps = clean_and_noise(predict(at, t), at, t, prediction)
            # DDIM read backwards: x = √a·x0 + √(1−a)·ε with x0 = (at − √(1−b)·ε)/√b.
            at = math.sqrt(b / a) * (x - math.sqrt(1 - a) * eps) + math.sqrt(1 - b) * eps
        x, a = at, b
    return x


def sample(role: dict, predict, x, n: int, rng: torch.Generator | None = None):
    """By the sampler and the spacing that a role of the manifest names; `rng` is for ddpm."""
    sampler, clip = role.get("sampler", "ddpm"), role["clip"].get("value")
    if sampler == "dpm-solver-2m":
        return dpm_solver(predict, x, n, role["prediction"], role["spacing"], clip)
    return (
        ddim(predict, x, n, role["prediction"], clip)
        if sampler == "ddim"
        else ddpm(predict, x, n, rng)
    )


def ddpm(predict, x, n: int, rng: torch.Generator):
    """predict(x, t) → x0; ancestral steps with the fixed small variance, as for the prior."""
    times = linspace(n)
    for t, after in zip(times, [*times[1:], -1]):
        a, b = ALPHAS[t].item(), ALPHAS[after].item() if after >= 0 else 1.0
        beta = 1 - a / b
        x0 = predict(x, t)
        mean = math.sqrt(b) * beta / (1 - a) * x0 + math.sqrt(1 - beta) * (1 - b) / (1 - a) * x
        x = (
            mean
            if after < 0
            else mean + math.sqrt(beta * (1 - b) / (1 - a)) * torch.randn(x.shape, generator=rng)
        )
    return x
