"""The loop of every training: schedule, EMA, log, progress bar, checkpoint and resume."""

import copy
import json
import signal
import time
from collections import deque

import torch
from tqdm import tqdm

from trainers.place import device, work_dir
from trainers.threads import Threads

EMA_EVERY = 4  # a moving average costs as much memory traffic as the optimizer


def rate(step: int, plan: dict, left: float = 1.0, cold: int = 0) -> float:
    """Warm-up, constant, then linear to zero over the last `decay` share of the steps, or of the
    time that this run has.

    `left`: the part of the run's minutes that remains, 1 where it has no limit. `cold`: the step at
    which the optimizer knew nothing; it is warmed up from there, since a fresh Adam at full rate
    undoes in a few steps what shipped weights have learned.
    """
    warm, decay = min(1.0, (step - cold + 1) / plan.get("warmup", 100)), plan.get("decay", 0.3)
    if not decay:
        return plan["rate"] * warm
    remains = min((plan["steps"] - step) / (plan["steps"] * decay), left / decay)
    return plan["rate"] * warm * min(1.0, max(0.02, remains))


class Stopwatch:
    """Seconds of work: on a CPU what its threads computed, so that a stopped or crowded machine
    does not use up a run's minutes.
    """

    def __init__(self):
        self.seconds, self.last = 0.0, self.now()

    def now(self) -> float:
        return time.process_time() if device().type == "cpu" else time.monotonic()

    def tick(self):
        now = self.now()
        self.seconds += (now - self.last) / (
            torch.get_num_threads() if device().type == "cpu" else 1
        )
        self.last = now


def checkpoint_path(role: str):
    return work_dir() / f"{role}.pt"


def save(path, state: dict):
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def load(role: str, model: torch.nn.Module, ema: bool = True):
    """The trained weights of a role (their moving average) into `model`, for what builds on it."""
    state = torch.load(checkpoint_path(role), map_location=device(), weights_only=True)
    model.load_state_dict(state["ema" if ema else "model"])
    return model.to(device()).eval().requires_grad_(False)


@torch.no_grad()
def follow(ema, model, decay: float):
    """ema ← decay · ema + (1 − decay) · model; buffers are copied."""
    torch._foreach_lerp_(list(ema.parameters()), list(model.parameters()), 1 - decay)
    for a, b in zip(ema.buffers(), model.buffers()):
        a.copy_(b)


def groups(model: torch.nn.Module, shares: dict[str, float]) -> list[dict]:
    """Parameters by their share of the learning rate: that of the first of `shares` whose module
    they are in, else 1.
    """
    found = {}
    for name, parameter in model.named_parameters():
        share = next(
            (value for module, value in shares.items() if f"{name}.".startswith(f"{module}.")), 1.0
        )
        found.setdefault(share, []).append(parameter)
    return [{"params": parameters, "share": share} for share, parameters in found.items()]


def restored(optimizer: torch.optim.Optimizer, state: dict | None) -> bool:
    """Whether `optimizer` goes on from a checkpoint's state; not if that has none, or other groups
    of parameters.
    """
    if not state or [len(g["params"]) for g in state["param_groups"]] != [
        len(g["params"]) for g in optimizer.param_groups
    ]:
        return False
    shares = [g["share"] for g in optimizer.param_groups]
    optimizer.load_state_dict(state)
    for group, share in zip(optimizer.param_groups, shares, strict=True):
        group["share"] = share  # the recipe's, which may have changed
    return True


def adam(model: torch.nn.Module, plan: dict) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        groups(model, plan.get("shares", {})),
        lr=plan["rate"],
        betas=(0.9, plan.get("beta2", 0.99)),
        weight_decay=plan.get("weight_decay", 0.01),
        fused=True,
    )


class Run:
    """What a checkpoint holds: weights, their moving average, optimizer, steps and seconds."""

    def __init__(self, role: str, model: torch.nn.Module, plan: dict):
        self.role, self.plan = role, plan
        self.model = model.to(device(), memory_format=torch.channels_last)
        self.ema = copy.deepcopy(self.model).eval().requires_grad_(False)
        self.optimizer = adam(self.model, plan)
        self.step, self.cold, self.spent, self.saves = 0, 0, 0.0, 0
        self.watch, self.saved = Stopwatch(), time.monotonic()
        if checkpoint_path(role).exists():
            self.resume(torch.load(checkpoint_path(role), map_location=device(), weights_only=True))

    def resume(self, state: dict):
        self.model.load_state_dict(state["model"])
        self.ema.load_state_dict(state["ema"])
        self.step, self.spent = state["step"], state["seconds"]
        warm = restored(self.optimizer, state["optimizer"])
        self.cold = state.get("cold", 0) if warm else self.step

    @property
    def seconds(self) -> float:
        return self.spent + self.watch.seconds

    def log(self, line: dict):
        with (work_dir() / f"{self.role}.log").open("a") as file:
            print(json.dumps(line), file=file)

    def save(self, measure, on_save):
        numbers = measure(self.ema, self.step) if measure else {}
        parts = {"model": self.model, "ema": self.ema, "optimizer": self.optimizer}
        state = {name: part.state_dict() for name, part in parts.items()}
        told = {"step": self.step, "cold": self.cold, "seconds": self.seconds}
        save(checkpoint_path(self.role), {**state, **told})
        if on_save and self.saves % self.plan.get("sheet_every", 3) == 0:
            on_save(self.ema, self.step)
        self.saves += 1
        self.saved = time.monotonic()
        if numbers:
            self.log({"step": self.step, **numbers})

    def learn(self, loss_of, now: float) -> tuple[float, dict]:
        """One step at the rate `now`; the loss, and the numbers that came with it."""
        for group in self.optimizer.param_groups:
            group["lr"] = now * group["share"]
        self.model.train()
        loss, numbers = loss_of(self.model, self.step)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.plan.get("clip", 1.0))
        self.optimizer.step()
        self.step += 1
        if self.step % EMA_EVERY == 0:
            early = (1 + self.step) / (10 + self.step)
            decay = min(self.plan.get("ema", 0.999), early)
            follow(self.ema, self.model, decay**EMA_EVERY)
        return loss.item(), numbers


def fit(role: str, model: torch.nn.Module, plan: dict, loss_of, measure=None, on_save=None):
    """Minimises loss_of(model, step) → (loss, dict of numbers); `measure(ema, step)` → dict, at
    each checkpoint.

    Batches depend on (seed, step) only, so a resumed run goes on as if it had not stopped.
    plan["minutes"] of computing, where given, end this run early. Stop it with Ctrl-C or SIGTERM:
    it saves first.
    """
    run, stop, recent, left = Run(role, model, plan), [], deque(maxlen=50), 1.0
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.append(True))
    bar = tqdm(total=plan["steps"], initial=run.step, desc=role, mininterval=5, smoothing=0.05)
    threads = Threads(torch.get_num_threads() if device().type == "cpu" else 1)
    while run.step < plan["steps"] and left > 0 and not stop:
        run.watch.tick()
        threads.tick()
        if "minutes" in plan:
            left = 1 - run.watch.seconds / (60 * plan["minutes"])
        now = rate(run.step, plan, left, run.cold)
        loss, numbers = run.learn(loss_of, now)
        recent.append(loss)
        bar.update()
        if run.step % 50 == 0:
            line = {"step": run.step, "loss": round(sum(recent) / len(recent), 5), **numbers}
            line |= {"rate": round(now, 6), "s": round(run.seconds)}
            run.log({**line, "threads": torch.get_num_threads()})
            bar.set_postfix(loss=line["loss"])
        if time.monotonic() - run.saved > plan.get("save_every", 300):
            run.save(measure, on_save)
    run.save(measure, on_save)
    bar.close()
    return run.ema
