/**
 * How the page looks. Colours keep a contrast of 4.5 for text and 3 for shapes (WCAG 2.2, 1.4.3 and 1.4.11) on light and
 * dark; the classes differ in lightness as well as in hue, so that they are told apart without seeing all colours. The
 * page's policy lets in this very style sheet by its digest, and no other.
 */
import { createHash } from "node:crypto";

const LIGHT = `--page:#f4f5f7;--card:#fff;--ink:#171b20;--soft:#545d68;--line:#d9dee5;--alert:#b3261e;--notice:#8a5300;--quiet:#1b6e3a;
--recipient:#1f5a9e;--system:#4c93cc;--unclear:#626b75;--message:#c27800;--sender:#a3240f;--other:#5b7fa6;--refused:#a3240f;`;
const DARK = `--page:#0f1317;--card:#181d23;--ink:#e7eaee;--soft:#a3acb6;--line:#303842;--alert:#ff8d80;--notice:#f0b45a;--quiet:#6fd08f;
--recipient:#4f86c6;--system:#9accf0;--unclear:#828b96;--message:#f2b84b;--sender:#f26b52;--other:#56789b;--refused:#f26b52;`;

const FILLS = ["recipient", "system", "unclear", "message", "sender", "other", "refused"]
  .map((name) => `.fill-${name}{fill:var(--${name})}`)
  .join("");

/** The page's colours by scheme, for the test that measures them. */
export const SCHEMES = { light: LIGHT, dark: DARK } as const;

/** The style sheet of the page. */
export const PAGE_STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media(prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
body>*{max-width:1040px;margin:0 auto;padding:0 16px}
header{padding-top:28px}
.kicker{margin:0;color:var(--soft);font-size:.875rem}
h1{margin:.1em 0 .5em;font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;letter-spacing:-.02em;text-wrap:balance}
h1.alert{color:var(--alert)}h1.notice{color:var(--notice)}h1.quiet{color:var(--quiet)}
h2{margin:2.2rem 0 .7rem;font-size:1.2rem;line-height:1.25;letter-spacing:-.01em}
.name{unicode-bidi:isolate}
h3{margin:0;font-size:1.05rem;line-height:1.3}
.soft,.under,figcaption,caption{color:var(--soft);font-size:.875rem}
.card{margin:0;padding:16px;background:var(--card);border:1px solid var(--line);border-radius:10px}
.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
.banner{padding:8px 12px;border-left:4px solid var(--notice);background:var(--card)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:0 0 12px;padding:0;list-style:none}
.tiles li{padding:10px 14px;background:var(--card);border:1px solid var(--line);border-radius:10px}
.value{display:block;font-size:1.5rem;font-weight:650;line-height:1.2}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:14px;align-items:start}
.suspect{container-type:inline-size;border-top:4px solid var(--notice)}.suspect.alert{border-top-color:var(--alert)}
.meta{margin:.25rem 0 .6rem;color:var(--soft);font-size:.875rem}
.meta strong{color:var(--ink)}
.badge{display:inline-block;padding:0 8px;border:1px solid;border-radius:99px;color:var(--notice);font-size:.75rem;font-weight:650;letter-spacing:.04em;text-transform:uppercase}
.alert .badge{color:var(--alert)}
figure.small{margin:0 0 .6rem}
@container (min-width:620px){figure.small{float:left;width:46%;margin-right:24px}.signals{overflow:hidden}dl{clear:both}}
@container (max-width:400px){.small text{font-size:13.5px}}@container (min-width:620px) and (max-width:820px){.small text{font-size:13.5px}}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:0 14px;align-items:start}
svg{display:block;width:100%;height:auto}
svg.narrow{display:none}
text{font-size:11px;fill:var(--soft)}
.grid{stroke:var(--line)}.day{stroke:var(--line);stroke-dasharray:1 3}
.peak{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 3}
.peak-words{fill:var(--ink);font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:3px}
path.mark{fill:var(--alert)}line.mark{stroke:var(--alert);stroke-dasharray:2 3}
${FILLS}.track{fill:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:10px 0 0;padding:0;list-style:none;font-size:.875rem}
.swatch{display:inline-block;width:12px;margin-right:6px}.small .legend{margin-top:4px;font-size:.8125rem;color:var(--soft)}
.signals,.plain{margin:.4rem 0;padding:0;list-style:none}
.signals li{display:flex;gap:8px;padding:3px 0}
.points{flex:0 0 2.5em;font-weight:650;text-align:right;white-space:nowrap}
.plain li{padding:3px 0}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:3px 12px;margin:.6rem 0 0;padding-top:.6rem;border-top:1px solid var(--line);font-size:.875rem}
dt{color:var(--soft)}dd{margin:0}
table{width:100%;border-collapse:collapse}
caption{padding-bottom:8px;text-align:left}
th,td{padding:7px 0 7px 10px;border-top:1px solid var(--line);text-align:right;vertical-align:top;font-weight:400;white-space:nowrap}
thead th{border-top:0;color:var(--soft);font-size:.8125rem}
th:first-child{width:100%;padding-left:0;text-align:left;white-space:normal}
tbody th{font-weight:550}
.under{display:block;font-weight:400;line-height:1.35}
svg.bar,svg.strip{width:100%;height:8px;margin:4px 0;border-radius:2px}
details{margin-top:10px;font-size:.875rem}
details th{overflow-wrap:normal}details th:first-child{width:auto}
summary{cursor:pointer;padding:6px 0;color:var(--soft)}
code{padding:1px 5px;background:var(--page);border:1px solid var(--line);border-radius:4px;font-size:.875em}
footer{padding-top:2rem;padding-bottom:2rem;color:var(--soft);font-size:.875rem}
@media(max-width:640px){.small .legend{gap:2px 12px}.card{padding:13px}svg.wide{display:none}svg.narrow{display:block}td,thead th{font-size:.8125rem}th,td{padding-left:8px}.tiles{grid-template-columns:1fr 1fr}details table{font-size:.75rem}details td,details thead th{font-size:.6875rem;padding-left:4px;white-space:normal}details thead th{font-size:.625rem}}
@media print{.cards{grid-template-columns:1fr 1fr}:root{color-scheme:light;${LIGHT}--page:#fff}body{font-size:11pt}body>*{max-width:none;padding:0}.card,.tiles li,tr{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}summary{display:none}}
`;

/** The digest of {@link PAGE_STYLE}, as a policy names it (Content Security Policy 3, section 2.3.1). */
export const PAGE_STYLE_DIGEST = `sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}`;

/** The style sheet of a message: no variables, which mail programs do not know. */
export const MAIL_STYLE = `body{font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;max-width:720px;overflow-wrap:anywhere}
h1{font-size:24px;line-height:1.2}h2{font-size:18px;margin-top:28px}h3{font-size:16px;margin-bottom:0}
ul{padding-left:20px}dt{color:#6b7480}dd{margin-left:0}caption{text-align:left;color:#6b7480}
.badge{font-weight:bold;text-transform:uppercase}.points{font-weight:bold}.under{display:block;color:#6b7480}
table{border-collapse:collapse}th,td{text-align:right;vertical-align:top;padding:4px 8px 4px 0;white-space:nowrap}th:first-child{text-align:left;font-weight:normal;white-space:normal}
`;
