import { HostError, type Session } from "@unclip/host";

/**
 * Throws HostError `model_contract` unless a network has the inputs and outputs that its role names in the manifest, and
 * no other input: an input without a value would fail at the first call.
 */
export function checkContract(
  name: string,
  session: Session,
  spec: {
    readonly in: Readonly<Record<string, string | undefined>>;
    readonly out: Readonly<Record<string, string | undefined>>;
  },
): void {
  const compare = (
    side: string,
    has: readonly { name: string }[],
    named: Readonly<Record<string, string | undefined>>,
    exact: boolean,
  ) => {
    const names = has.map((tensor) => tensor.name);
    const wanted = Object.values(named).filter((n) => n !== undefined);
    const missing = wanted.filter((n) => !names.includes(n));
    const spare = exact ? names.filter((n) => !wanted.includes(n)) : [];
    if (missing.length === 0 && spare.length === 0) return;
    throw new HostError(
      "model_contract",
      `${name}: found the ${side}s ${names.join(", ")}, expected ${wanted.join(", ")}. Correct the role's tensor names in model.json.`,
    );
  };
  compare("input", session.inputs, spec.in, true);
  compare("output", session.outputs, spec.out, false);
}
