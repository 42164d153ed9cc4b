import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where Chromium's packages keep a software driver for Vulkan and its loader. */
const chromium = "/usr/lib/chromium";
/** Where drivers of the system are listed; Mesa's software driver is called lvp. */
const drivers = "/usr/share/vulkan/icd.d";

/** The environment in which a process finds a software driver for Vulkan; empty where there is none to point at. */
export function softwareVulkan(): Record<string, string> {
  const own = join(chromium, "vk_swiftshader_icd.json");
  if (existsSync(own)) return { VK_ICD_FILENAMES: own, LD_LIBRARY_PATH: chromium };
  const mesa = existsSync(drivers)
    ? readdirSync(drivers).find((name) => name.startsWith("lvp_icd"))
    : undefined;
  return mesa === undefined ? {} : { VK_ICD_FILENAMES: join(drivers, mesa) };
}
