"""Records what the samplers of diffusers return, for parity.test.ts to compare ours with.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python record.py

writes levels.json (the levels of every spacing at every number of steps) and reference.json (the end of every sampler).
The reference computes in 32 bits; for 64 it is driven with every `torch.float32` and `np.float32` of its modules
replaced. Where diffusers has no answer (DDIM over levels that are not t − T//n of one another, fixed-point inversion),
the value is that of the independent implementation below, in 64-bit NumPy, and the entry says so.
"""
import hashlib
import json
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler, DPMSolverMultistepScheduler, UnCLIPScheduler
from diffusers.schedulers import scheduling_ddim, scheduling_ddim_inverse, scheduling_dpmsolver_multistep, scheduling_unclip

HERE = Path(__file__).parent
TOTAL = 1000
STEPS = (5, 8, 12, 15, 20, 25, 50)
SHAPE = (1, 2, 2, 4)
COSINE = {"num_train_timesteps": TOTAL, "beta_schedule": "squaredcos_cap_v2"}
MODULES = (scheduling_ddim, scheduling_ddim_inverse, scheduling_dpmsolver_multistep, scheduling_unclip)


class Wide:
    """A module in which float32 is float64."""

    def __init__(self, module):
        self.module, self.float32 = module, module.float64

    def __getattr__(self, name):
        return getattr(self.module, name)


@contextmanager
def precision(bits: int):
    """Within it, the schedulers compute in 32 or 64 bits. Noise is that of 32 bits in both."""
    before = [(module, name, vars(module)[name]) for module in MODULES for name in ("torch", "np", "randn_tensor") if name in vars(module)]
    torch.set_default_dtype(torch.float64 if bits == 64 else torch.float32)
    for module, name, value in before if bits == 64 else []:
        setattr(module, name, drawn if name == "randn_tensor" else Wide(value))
    yield torch.float64 if bits == 64 else torch.float32
    for module, name, value in before:
        setattr(module, name, value)
    torch.set_default_dtype(torch.float32)


def drawn(shape, generator, **_):
    return torch.randn(shape, generator=generator, dtype=torch.float32).double()


def cosine_alphas() -> np.ndarray:
    """ᾱ_t in 64 bits."""
    f = np.cos((np.arange(TOTAL + 1) / TOTAL + 0.008) / 1.008 * np.pi / 2) ** 2
    return np.cumprod(1 - np.minimum(1 - f[1:] / f[:-1], 0.999))


ALPHAS = cosine_alphas()


def alpha(t: int) -> float:
    return float(ALPHAS[t]) if t >= 0 else 1.0


def clean(x, t: int):
    """E[x_0 | x_t] where x_0 is ±1 with a standard deviation of 0.3; always in 64 bits."""
    a = alpha(t)
    variance = a * 0.09 + 1 - a
    point = np.tanh(np.sqrt(a) * x / variance)
    return point + np.sqrt(a) * 0.09 / variance * (x - np.sqrt(a) * point)


def velocity(x, t: int):
    """The same as v = √ᾱ·ε − √(1−ᾱ)·x_0."""
    a = alpha(t)
    return (np.sqrt(a) * x - clean(x, t)) / np.sqrt(1 - a)


def ask(network, x: torch.Tensor, t) -> torch.Tensor:
    return torch.from_numpy(np.asarray(network(x.double().numpy(), int(t)))).to(x.dtype)


# The levels of each spacing.


def plain(n: int, spacing: str) -> list[int]:
    if spacing == "linspace":
        scheduler = UnCLIPScheduler(num_train_timesteps=TOTAL)
        if n == 1:
            return [TOTAL - 1]  # The reference divides by zero.
    else:
        offset = {"leading": 0, "leading+1": 1, "trailing": 0}[spacing]
        scheduler = DDIMScheduler(**COSINE, timestep_spacing=spacing.removesuffix("+1"), steps_offset=offset)
    scheduler.set_timesteps(n)
    return scheduler.timesteps.tolist()


def solver(n: int, spacing: str) -> list[int]:
    scheduler = DPMSolverMultistepScheduler(**COSINE, timestep_spacing=spacing)
    scheduler.set_timesteps(n)
    return scheduler.timesteps.tolist()


def quadratic(n: int) -> list[int]:
    """A list of one's own: denser towards clean."""
    return [round(999 * (i / n) ** 2) for i in range(n, 0, -1)]


def section(n: int) -> list[int]:
    """guided-diffusion's space_timesteps for one section: positions are added up."""
    stride, position, levels = (TOTAL - 1) / max(n - 1, 1) if n > 1 else 1, 0.0, []
    for _ in range(n):
        levels.append(round(position))
        position += stride
    return levels[::-1]


def inversion(n: int, top: int = 950) -> list[int]:
    return np.linspace(0, top, n).round()[::-1].astype(int).tolist() if n > 1 else [top]


def record_levels() -> dict:
    kinds = {name: (lambda n, name=name: plain(n, name)) for name in ("linspace", "leading", "leading+1", "trailing")}
    kinds |= {f"solver {name}": (lambda n, name=name: solver(n, name)) for name in ("linspace", "leading", "trailing")}
    kinds |= {"sections": section, "inversion": inversion}
    # A level may stand in a list twice, or outside the schedule, only here: no sampler can go from a level to itself.
    most = {"leading+1": TOTAL - 1, "solver linspace": TOTAL - 1, "solver leading": TOTAL - 1, "inversion": 951}
    entries = {}
    for name, levels in kinds.items():
        lists = [levels(n) for n in range(1, most.get(name, TOTAL) + 1)]
        extra = [n for n, found in enumerate(lists, 1) if len(found) == n + 1 and found[-1] == -1]
        lists = [found[:n] for n, found in enumerate(lists, 1)]
        assert all(len(found) == n and found[-1] >= 0 for n, found in enumerate(lists, 1)), name
        text = "\n".join(",".join(map(str, found)) for found in lists)
        entries[name] = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "levelMinusOneAt": extra, "sums": [sum(found) for found in lists]}
    return entries


# The end of each sampler.


def start() -> tuple[torch.Tensor, torch.Generator]:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(SHAPE, generator=generator, dtype=torch.float32), generator


def after(levels: list[int]) -> list[int]:
    return [*levels[1:], -1]


def ddpm(levels, dtype, variance):
    scheduler = UnCLIPScheduler(num_train_timesteps=TOTAL, variance_type=variance, prediction_type="sample", clip_sample=True, clip_sample_range=1)
    x, generator = start()
    x = x.to(dtype)
    for t, then in zip(levels, after(levels)):
        out = ask(clean, x, t)
        if variance == "learned_range":
            out = torch.cat([out, ask(lambda x, _: 0.9 * np.sin(3 * x), x, t)], 1)
        x = scheduler.step(out, t, x, prev_timestep=then, generator=generator).prev_sample
    return x


def ddim(levels, spacing, dtype, eta):
    scheduler = DDIMScheduler(**COSINE, timestep_spacing=spacing, prediction_type="v_prediction", clip_sample=False, set_alpha_to_one=True)
    scheduler.set_timesteps(len(levels))
    assert scheduler.timesteps.tolist() == levels
    x, generator = start()
    x = x.to(dtype)
    for t in levels:
        noise = torch.randn(SHAPE, generator=generator, dtype=torch.float32).to(dtype) if eta > 0 else None
        x = scheduler.step(ask(velocity, x, t), t, x, eta=eta, variance_noise=noise).prev_sample
    return x


def own_ddim(levels, eta):
    x, generator = start()
    x = x.double().numpy()
    for t, then in zip(levels, after(levels)):
        a, b = alpha(t), alpha(then)
        x0 = np.sqrt(a) * x - np.sqrt(1 - a) * velocity(x, t)
        epsilon = (x - np.sqrt(a) * x0) / np.sqrt(1 - a)
        sigma = eta * np.sqrt((1 - b) / (1 - a) * (1 - a / b))
        x = np.sqrt(b) * x0 + np.sqrt(1 - b - sigma**2) * epsilon
        if sigma > 0:
            x = x + sigma * torch.randn(SHAPE, generator=generator).double().numpy()
    return x


def dpm_solver(levels, spacing, dtype):
    scheduler = DPMSolverMultistepScheduler(
        **COSINE, timestep_spacing="linspace" if spacing == "list" else spacing, prediction_type="v_prediction",
        algorithm_type="dpmsolver++", solver_order=2, solver_type="midpoint", lower_order_final=True, final_sigmas_type="zero")
    if spacing == "list":
        scheduler.set_timesteps(timesteps=levels)
    else:
        scheduler.set_timesteps(len(levels))
    assert scheduler.timesteps.tolist() == levels
    if dtype == torch.float64:  # The table was rounded on its way to `interp`.
        sigmas = ((1 - scheduler.alphas_cumprod) / scheduler.alphas_cumprod) ** 0.5
        scheduler.sigmas = torch.cat([sigmas[torch.tensor(levels)], torch.zeros(1)])
    x = start()[0].to(dtype)
    for t in scheduler.timesteps:
        x = scheduler.step(ask(velocity, x, t), t, x).prev_sample
    return x


def picture():
    """What is inverted: values of data."""
    return torch.tanh(start()[0].double()).float()


def inverse(levels, spacing, dtype):
    scheduler = DDIMInverseScheduler(**COSINE, timestep_spacing=spacing, prediction_type="epsilon", clip_sample=False, set_alpha_to_one=True)
    scheduler.set_timesteps(len(levels))
    assert scheduler.timesteps.tolist() == levels[::-1]
    x = picture().to(dtype)
    for t in levels[::-1]:
        # ε of the network's v at the level that it is asked at.
        a = alpha(t)
        x = scheduler.step(ask(lambda x, t: np.sqrt(a) * velocity(x, t) + np.sqrt(1 - a) * x, x, t), t, x).prev_sample
    return x


def own_inverse(levels, refinements):
    x = picture().double().numpy()
    a = 1.0
    for t in levels[::-1]:
        b, source = alpha(t), x
        for _ in range(refinements + 1):
            epsilon = np.sqrt(b) * velocity(x, t) + np.sqrt(1 - b) * x
            x = np.sqrt(b) * (source - np.sqrt(1 - a) * epsilon) / np.sqrt(a) + np.sqrt(1 - b) * epsilon
        a = b
    return x


def chains(levels: list[int]) -> bool:
    """Whether DDIM's t − T//n is the next level of the list, and below 0 after the last."""
    stride = TOTAL // len(levels)
    return all(t - stride == then for t, then in zip(levels, levels[1:])) and levels[-1] - stride < 0


def case(sampler: str, spacing: str, n: int) -> dict:
    levels = quadratic(n) if spacing == "list" else solver(n, spacing) if sampler == "dpm-solver-2m" else plain(n, spacing)

    def by(source: str, run) -> dict:
        ends = {}
        for bits in (32, 64):
            with precision(bits) as dtype:
                ends[f"f{bits}"] = values(run(dtype))
        return {"source": source, **ends}

    def own(x) -> dict:
        return {"source": "NumPy, f64", "f64": values(x)}

    if sampler.startswith("ddpm"):
        found = by("UnCLIPScheduler", lambda dtype: ddpm(levels, dtype, {"ddpm fixed-small": "fixed_small_log", "ddpm learned-range": "learned_range"}[sampler]))
    elif sampler.startswith("ddim η"):
        eta = float(sampler.removeprefix("ddim η="))
        check = own_ddim(levels, eta)
        found = by("DDIMScheduler", lambda dtype: ddim(levels, spacing, dtype, eta)) if chains(levels) and spacing in ("leading", "trailing") else own(check)
        assert np.allclose(found["f64"], values(check), rtol=1e-9, atol=1e-9), (sampler, spacing, n)
    elif sampler == "dpm-solver-2m":
        found = by("DPMSolverMultistepScheduler", lambda dtype: dpm_solver(levels, spacing, dtype))
    else:
        refinements = int(sampler.removeprefix("inversion, refined "))
        check = own_inverse(levels, refinements)
        known = refinements == 0 and chains(levels) and spacing in ("leading", "trailing")
        found = by("DDIMInverseScheduler", lambda dtype: inverse(levels, spacing, dtype)) if known else own(check)
        assert np.allclose(found["f64"], values(check), rtol=1e-9, atol=1e-9), (sampler, spacing, n)
    return {"sampler": sampler, "spacing": spacing, "steps": n, "levels": levels, **found}


def values(x) -> list[float]:
    return [float(f"{value:.12g}") for value in np.asarray(x, dtype=np.float64).ravel()]


SAMPLERS = ("ddpm fixed-small", "ddpm learned-range", "ddim η=0", "ddim η=0.5", "ddim η=1", "dpm-solver-2m", "inversion, refined 0", "inversion, refined 3")


def write(name: str, value, lines: str):
    """One entry a line, so that a change shows which."""
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False, allow_nan=False) for entry in value[lines]) if isinstance(value[lines], list) else None
    rest = {key: entry for key, entry in value.items() if key != lines}
    head = json.dumps(rest, ensure_ascii=False)[1:-1]
    (HERE / name).write_text(f"{{{head},\n\"{lines}\": [\n{rows}\n]}}\n")


if __name__ == "__main__":
    made = {"diffusers": "0.33.1", "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
    write("levels.json", {"with": made, "spacings": [{"spacing": name, **entry} for name, entry in record_levels().items()]}, "spacings")
    cases = [case(sampler, spacing, n) for sampler in SAMPLERS for spacing in ("linspace", "leading", "trailing", "list") for n in STEPS]
    write("reference.json", {"with": made, "shape": SHAPE, "cases": cases}, "cases")
