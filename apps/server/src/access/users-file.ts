import { readFileSync } from "node:fs";
import { z } from "zod";
import { StartError } from "../start-error.ts";

const schema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected lower-case letters, digits and dashes"),
        token: z
          .string()
          .regex(/^[A-Za-z0-9_-]{32,200}$/, "expected 32 to 200 letters, digits, dashes and underscores"),
      }),
    )
    .min(1, "expected at least one user")
    .max(1000),
});

export type User = z.infer<typeof schema>["users"][number];

/** Reads the file of `--users`: `{"users": [{"name": "ann", "token": "…"}]}`. Throws {@link StartError} (2). */
export function readUsers(file: string): readonly User[] {
  const { users } = parse(file);
  for (const property of ["name", "token"] as const)
    if (new Set(users.map((user) => user[property])).size < users.length)
      throw new StartError(2, `--users ${file}: two users have the same ${property}; give each an own one.`);
  return users;
}

function parse(file: string): z.infer<typeof schema> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      2,
      code === undefined
        ? // What does not parse may be part of a token, which belongs in no log.
          `--users ${file} is not JSON; expected {"users": [{"name": …, "token": …}]}.`
        : `--users ${file} cannot be read (${code}); name a file that this process may read.`,
      { cause: error },
    );
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new StartError(2, `--users ${file}: at ${issue?.path.join(".") || "the top"}: ${issue?.message}.`);
}
