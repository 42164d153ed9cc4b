import { say } from "../view/notice.ts";
import { serverPath } from "./address.ts";
import { ApiError, endSession } from "./api.ts";

/** Ends this browser's session and shows the sign-in page. The open graph stays in this browser. */
export async function signOut(): Promise<void> {
  try {
    await endSession();
  } catch (error) {
    const ended = error instanceof ApiError && error.problem?.status === 401;
    if (!ended) return say({ tone: "error", text: error instanceof Error ? error.message : String(error) });
  }
  location.assign(serverPath("sign-in"));
}
