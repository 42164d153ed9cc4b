/** A process for uploads that does what the text in the upload says: `hang`, `crash` or `hoard`; else it tells its process id. */
import type { UploadOrder, UploadReply } from "../src/uploads/messages.ts";

const hoarded: Buffer[] = [];
const say = (reply: UploadReply) => process.send?.(reply);
process.on("message", ({ order, bytes }: UploadOrder) => {
  const words = Buffer.from(bytes).toString();
  if (words === "crash") process.kill(process.pid, "SIGSEGV");
  if (words === "hang") while (Date.now() > 0);
  if (words === "hoard") for (let i = 0; i < 300; i++) hoarded.push(Buffer.alloc(1_000_000, 1));
  else if (words !== "crash")
    say({
      say: "stored",
      order,
      stored: { id: `${process.pid}`, type: "image/png", size: 1, about: { width: 1, height: 1 } },
    });
});
process.on("disconnect", () => process.exit(0));
say({ say: "ready" });
