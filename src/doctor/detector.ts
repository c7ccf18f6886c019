/** Checks what the configuration says of the detector: its numbers and the allow list. */
import { ConfigError } from "../config/error.js";
import type { Settings } from "../config/settings.js";
import { allowancesOf } from "../config/allowances.js";
import { detectorParameters } from "../config/detector-settings.js";
import { ok, problem, type Finding } from "./finding.js";

/** Reads both as `report` does. */
export function checkDetector({ detect, allow }: Pick<Settings, "detect" | "allow">, file: string): Finding[] {
  try {
    detectorParameters(detect);
    const allowances = allowancesOf(allow);
    return [
      ok(
        "detector",
        `numbers of your own: ${Object.keys(detect).length}; senders on the allow list: ${allowances.length}`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      problem("detector", error.message, `mend ${file}: until then every report ends in 78 and tells nobody anything`),
    ];
  }
}
