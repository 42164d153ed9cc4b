import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  cookiesOf,
  type Headers,
  html,
  pairs,
  postForm as post,
  who,
} from "../../testing/as-browser.ts";
import type { TestServer } from "../../testing/test-server.ts";
import { startTwoDoors, type TwoDoors, tokens } from "../../testing/two-doors.ts";

let doors: TwoDoors;
let alone: TestServer;
let shared: TestServer;
beforeAll(async () => {
  doors = await startTwoDoors();
  ({ alone, shared } = doors);
});
afterAll(() => doors.end());

const tokenOf = (server: TestServer) => new URL(server.url).searchParams.get("token") ?? "";

/** Wrong tokens count by address: each test has its own. */
let clients = 0;
const client = () => ({ "X-Forwarded-For": `203.0.113.${++clients}` });

describe("the sign-in page", () => {
  it("is where a person comes who follows a link from another site, and leads on to what the link was to", async () => {
    const link = {
      ...html,
      "Sec-Fetch-Site": "cross-site",
      "Sec-Fetch-Dest": "document",
      "Sec-Fetch-Mode": "navigate",
    };
    const sent = await ask(alone, "GET", "/?view=1", link);
    expect([sent.status, sent.headers.location]).toEqual([303, "/sign-in?next=%2F%3Fview%3D1"]);
    const page = await ask(alone, "GET", String(sent.headers.location), link);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(
      /<form method="post">[\s\S]*<input id="token" name="token" type="password" required/,
    );
    expect(page.text).not.toMatch(/<script/);
    const signedIn = await post(
      alone,
      { token: tokenOf(alone) },
      { Origin: alone.origin },
      String(sent.headers.location),
    );
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, "/?view=1"]);
    const [cookie = ""] = pairs(signedIn);
    expect(await who(alone, cookie)).toMatchObject({ by: "session", user: null });
    // The cookie goes with links from other sites from now on: Lax, and not with anything else from there.
    expect(cookiesOf(signedIn)[0]).toMatch(/; HttpOnly; SameSite=Lax; /);
    expect(
      (await ask(alone, "GET", "/sign-in?next=%2F%3Fa", { ...html, Cookie: cookie })).headers.location,
    ).toBe("/?a");
  });

  it("is for pages alone: scripts, pictures and the API get 401 with a challenge", async () => {
    for (const [path, headers] of [
      ["/", {}],
      ["/", { Accept: "*/*" }],
      ["/assets/x.js", { ...html, "Sec-Fetch-Dest": "script" }],
      ["/api/v1/runs", html],
    ] as const) {
      const answer = await ask(alone, "GET", path, headers);
      expect([path, answer.status, answer.headers["www-authenticate"]]).toEqual([
        path,
        401,
        'Bearer realm="unCLIP Studio"',
      ]);
    }
    expect((await ask(alone, "POST", "/", html)).status).toBe(401);
    const wrong = await ask(alone, "GET", "/api/v1/runs", { Authorization: "Bearer x" });
    expect(wrong.headers["www-authenticate"]).toBe('Bearer realm="unCLIP Studio", error="invalid_token"');
  });

  it("speaks Japanese to those who prefer it, and looks as the editor was last set", async () => {
    const page = async (headers: Headers) => (await ask(alone, "GET", "/sign-in", headers)).text;
    for (const [accept, language] of [
      ["ja", "ja"],
      ["ja-JP,ja;q=0.9,en-US;q=0.8", "ja"],
      ["en-US,en;q=0.9,ja;q=0.8", "en"],
      ["fr,ja;q=0.5,en;q=0.4", "ja"],
      ["ja;q=0", "en"],
      ["fr", "en"],
      ["", "en"],
    ] as const)
      expect([accept, /<html lang="(..)"/.exec(await page({ "Accept-Language": accept }))?.[1]]).toEqual([
        accept,
        language,
      ]);
    expect(await page({ "Accept-Language": "ja" })).toContain(">サインイン</button>");
    const set = await page({ "Accept-Language": "en", Cookie: "a=b; unclip-look=ja.dark" });
    expect(set).toContain('<html lang="ja" data-theme="dark">');
    expect(await page({ Cookie: 'unclip-look=ja."><script>' })).toContain('<html lang="en">');
  });

  it("runs nothing, is framed by nobody, is kept nowhere and lets its form say where it is from", async () => {
    const { headers, text } = await ask(alone, "GET", "/sign-in");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; .*form-action 'self'; frame-ancestors 'none'/,
    );
    expect([headers["cache-control"], headers["referrer-policy"]]).toEqual(["no-store", "same-origin"]);
    expect(text).not.toMatch(/ style=| on\w+=/);
    expect((await ask(alone, "HEAD", "/sign-in")).status).toBe(200);
    expect((await ask(alone, "DELETE", "/sign-in")).headers.allow).toBe("GET, POST");
  });

  it("takes a token with white space around it, and the whole address", async () => {
    const token = tokenOf(alone);
    for (const given of [` ${token}\n`, alone.url, `${alone.url}&x=1#g=abc`, `token=${token}`])
      expect([given, (await post(alone, { token: given })).status]).toEqual([given, 303]);
  });

  it("refuses a wrong token, a form of something else, and an attempt too many, by address", async () => {
    const attacker = client();
    const wrong = await post(alone, { token: "x".repeat(43) }, attacker);
    expect([wrong.status, cookiesOf(wrong)]).toEqual([401, []]);
    expect(wrong.text).toContain('role="alert"');
    expect((await post(alone, { other: "x" }, attacker)).status).toBe(400);
    expect((await post(alone, { token: "x".repeat(20_000) }, attacker)).status).toBe(413);
    expect((await post(alone, { token: tokenOf(alone) }, { "Content-Type": "text/plain" })).status).toBe(415);
    for (let i = 0; i < 9; i++)
      expect((await post(alone, { token: `guess${i}` }, attacker)).status).toBe(401);
    const late = await post(alone, { token: tokenOf(alone) }, attacker);
    expect([late.status, cookiesOf(late), late.headers["retry-after"]]).toEqual([429, [], "6"]);
    // The address with the token is no way around it; other addresses are free.
    expect((await ask(alone, "GET", `/?token=${tokenOf(alone)}`, attacker)).status).toBe(429);
    expect((await post(alone, { token: tokenOf(alone) }, client())).status).toBe(303);
    // What a client writes before the proxy's own entry is not its address.
    const spoofed = { "X-Forwarded-For": `198.51.100.1, ${attacker["X-Forwarded-For"]}` };
    expect((await post(alone, { token: tokenOf(alone) }, spoofed)).status).toBe(429);
  });

  it("takes no form from another site", async () => {
    const body = { token: tokens.bob };
    for (const headers of [
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "cross-site" },
    ])
      expect([headers, (await post(shared, body, headers)).status]).toEqual([headers, 403]);
    expect(
      (await post(shared, body, { Origin: shared.origin, "Sec-Fetch-Site": "same-origin" })).status,
    ).toBe(303);
  });

  it("leads to no other site", async () => {
    for (const next of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "/%09/evil.example",
      "/.//evil.example",
    ]) {
      const path = `/sign-in?next=${next.includes("%") ? next : encodeURIComponent(next)}`;
      const { headers } = await post(alone, { token: tokenOf(alone) }, {}, path);
      expect([next, headers.location]).toEqual([next, "/"]);
    }
    expect((await ask(alone, "GET", "//evil.example/..", html)).headers.location).toBe("/sign-in");
  });
});

describe("the address with a token", () => {
  it("keeps the rest of the address and is in no history, whether the token is right or wrong", async () => {
    const right = await ask(alone, "GET", `/?a=1&token=${tokenOf(alone)}`, html);
    expect([right.status, right.headers.location, right.headers["cache-control"]]).toEqual([
      303,
      "/?a=1",
      "no-store",
    ]);
    const wrong = await ask(alone, "GET", `/?token=${"x".repeat(43)}`, { ...html, ...client() });
    expect([wrong.status, wrong.headers.location]).toEqual([303, "/sign-in?wrong="]);
    expect((await ask(alone, "GET", "/sign-in?wrong=", html)).text).toContain('role="alert"');
    const [cookie = ""] = pairs(right);
    const again = await ask(alone, "GET", "/?token=x", { ...html, ...client(), Cookie: cookie });
    expect([again.status, again.headers.location]).toEqual([303, "/"]);
    expect(right.headers["referrer-policy"]).toBe("no-referrer");
  });

  it("signs nobody in as someone else behind their back", async () => {
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      // Over plain http to another machine browsers do not say.
      { Host: "studio.example" },
    ]) {
      const link = await ask(shared, "GET", `/?token=${tokens.bob}`, { ...html, ...headers });
      expect([headers, link.status, link.headers.location]).toEqual([headers, 303, "/sign-in"]);
      const [ticket = ""] = pairs(link);
      expect(cookiesOf(link)[0]).toMatch(
        /^unclip-\d+-ticket=[\w-]{22}; Path=\/sign-in; HttpOnly; SameSite=Lax; Max-Age=300$/,
      );
      expect(await who(shared, ticket)).toBe(401);
      const page = await ask(shared, "GET", "/sign-in", { ...html, Cookie: ticket });
      expect(page.text).toContain("Sign in as bob");
      expect(page.text).not.toContain(tokens.bob);
      const other = await ask(shared, "GET", "/sign-in?other=", { ...html, Cookie: ticket });
      expect(other.text).toContain('name="token"');
      expect(
        (await post(shared, { ticket: "yes" }, { Origin: "http://evil.example", Cookie: ticket })).status,
      ).toBe(403);
      const confirmed = await post(shared, { ticket: "yes" }, { Cookie: ticket });
      expect(await who(shared, pairs(confirmed)[0] ?? "")).toMatchObject({ user: "bob" });
      // Good for one session.
      expect((await post(shared, { ticket: "yes" }, { Cookie: ticket })).status).toBe(401);
    }
    for (const site of ["none", "same-origin"]) {
      const own = await ask(shared, "GET", `/?token=${tokens.ann}`, { ...html, "Sec-Fetch-Site": site });
      expect(await who(shared, pairs(own)[0] ?? "")).toMatchObject({ user: "ann" });
    }
  });
});
