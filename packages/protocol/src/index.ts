export * from "./rest.ts";
export type { FromRunner, ToRunner } from "./runner.ts";
export {
  type Acknowledgement,
  type ClientMessages,
  type ServerMessages,
  type Subscribe,
  subscribeSchema,
} from "./socket.ts";
