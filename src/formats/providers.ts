/** The readers for providers and gateways, in the order they are asked: what only one of them writes comes first. */
import { activeHunter } from "./active-hunter.js";
import { amazonSes } from "./amazon-ses.js";
import { aol } from "./aol.js";
import { biglobe } from "./biglobe.js";
import { chinese } from "./chinese.js";
import { ionos } from "./ionos.js";
import { exchange } from "./exchange.js";
import type { Format } from "./format.js";
import { google } from "./google.js";
import { interScan } from "./interscan.js";
import { mFilter } from "./m-filter.js";
import { mailFoundry } from "./mail-foundry.js";
import { mailMarshal } from "./mail-marshal.js";
import { mcafee } from "./mcafee.js";
import { microsoftSmtp } from "./microsoft-smtp.js";
import { mimecast } from "./mimecast.js";
import { verizon } from "./verizon.js";
import { yahoo } from "./yahoo.js";
import { yahooGroups } from "./yahoo-groups.js";
import { zoho } from "./zoho.js";

/** Providers' and gateways' own reports; they are told from mailers' by words or fields that nobody else writes. */
export const PROVIDERS: readonly Format[] = [
  google,
  yahoo,
  yahooGroups,
  aol,
  ionos,
  zoho,
  mimecast,
  mFilter,
  interScan,
  mcafee,
  biglobe,
  activeHunter,
  mailFoundry,
  mailMarshal,
  verizon,
  amazonSes,
  chinese,
  microsoftSmtp,
  exchange,
];
