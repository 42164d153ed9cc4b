"""On a shared machine two threads are sometimes twice as fast as one and sometimes slower: measure,
and follow.
"""

import time

import torch


class Threads:
    """Call `tick()` once a step. Every `period` steps each count is tried for `trial` steps and the
    fastest is kept.
    """

    def __init__(self, most: int, period: int = 60, trial: int = 5):
        self.counts, self.period, self.trial = list(range(1, most + 1)), period, trial
        self.step, self.seconds, self.last = 0, {}, None

    def tick(self):
        if len(self.counts) == 1:
            return
        now, place = time.monotonic(), self.step % self.period
        trials = len(self.counts) * self.trial
        if place <= trials and place % self.trial == 0:
            if place:
                self.seconds[self.counts[place // self.trial - 1]] = now - self.last
            best = (
                self.counts[place // self.trial]
                if place < trials
                else min(self.seconds, key=self.seconds.get)
            )
            torch.set_num_threads(best)
            self.last = now
        self.step += 1
