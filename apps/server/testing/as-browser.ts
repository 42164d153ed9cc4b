/** Requests as a browser sends them: fetch lets a test set neither Host nor Sec-Fetch headers. */
import { request } from "node:http";

export type Headers = Readonly<Record<string, string>>;
export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}
interface Place {
  readonly origin: string;
}

/** The headers of someone who opens a page. */
export const html = { Accept: "text/html,application/xhtml+xml" };

/** Follows no redirect. */
export function ask(
  { origin }: Place,
  method: string,
  path: string,
  headers: Headers = {},
  body = "",
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    // An IPv6 address is in brackets in a URL alone.
    const host = hostname.replace(/^\[|\]$/g, "");
    const sent = request({ hostname: host, port, method, path, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("error", reject);
    // Node would write the body of a GET behind the request, as the beginning of another.
    sent.end(method === "GET" ? undefined : body);
  });
}

/** The `Set-Cookie` headers, and of each the pair that a browser sends back. */
export const cookiesOf = ({ headers }: Answer): string[] => [headers["set-cookie"] ?? []].flat();
export const pairs = (answer: Answer): string[] =>
  cookiesOf(answer).map((cookie) => cookie.split(";")[0] ?? "");

/** Sends a form as the sign-in page does. */
export const postForm = (
  place: Place,
  fields: Headers,
  headers: Headers = {},
  path = "/sign-in",
): Promise<Answer> =>
  ask(
    place,
    "POST",
    path,
    { "Content-Type": "application/x-www-form-urlencoded", ...headers },
    `${new URLSearchParams(fields)}`,
  );

/** What the server says of who has a cookie, or the status that it answers. */
export async function who(place: Place, cookie: string) {
  const { status, text } = await ask(place, "GET", "/api/v1/session", { Cookie: cookie });
  return status === 200 ? JSON.parse(text) : status;
}
