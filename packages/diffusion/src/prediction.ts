/**
 * Three equivalent predictions: with x_t = √ᾱ·x₀ + √(1−ᾱ)·ε, any of ε, x₀ and v = √ᾱ·ε − √(1−ᾱ)·x₀
 * (Salimans & Ho 2022 §4) gives the others, linearly.
 */
import { type Precision, rounding } from "./schedule.ts";

/** What a network predicts; `sample` is x₀. */
export type Prediction = "epsilon" | "sample" | "v";

/** x₀ = x0.x·x_t + x0.prediction·p and ε = epsilon.x·x_t + epsilon.prediction·p. */
export interface Conversion {
  readonly x0: Weights;
  readonly epsilon: Weights;
}

interface Weights {
  readonly x: number;
  readonly prediction: number;
}

/** The weights at a level with 0 < ᾱ < 1. √ᾱ and √(1−ᾱ) are rounded to the schedule's precision. */
export function conversion(prediction: Prediction, alphaBar: number, precision: Precision): Conversion {
  const round = rounding(precision);
  const signal = round(Math.sqrt(alphaBar));
  const noise = round(Math.sqrt(round(1 - alphaBar)));
  switch (prediction) {
    case "epsilon":
      return { x0: { x: 1 / signal, prediction: -noise / signal }, epsilon: { x: 0, prediction: 1 } };
    case "sample":
      return { x0: { x: 0, prediction: 1 }, epsilon: { x: 1 / noise, prediction: -signal / noise } };
    case "v":
      return { x0: { x: signal, prediction: -noise }, epsilon: { x: noise, prediction: signal } };
  }
}
