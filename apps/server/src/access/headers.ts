import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

/**
 * The headers of every reply. COOP and COEP make the page cross-origin isolated, without which the browser gives
 * WebAssembly no threads.
 */
export function securityHeaders(): (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "worker-src": ["'self'", "blob:"],
        "img-src": ["'self'", "blob:", "data:"],
        // 'self' covers ws: to the same host in current browsers (CSP3 §6.7.2.8).
        // Pictures that this browser made are blobs, and read again to be saved.
        "connect-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: { policy: "require-corp" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    // The server speaks HTTP. A proxy that adds TLS sets this header.
    strictTransportSecurity: false,
  });
}
