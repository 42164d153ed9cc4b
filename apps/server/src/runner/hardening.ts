/** Options of Node for every child process: nothing that a graph or a file holds can become code, in whatever library it ends up. */
export const hardening = ["--disallow-code-generation-from-strings", "--disable-proto=throw"];
