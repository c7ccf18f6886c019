/** What of a report is worth a message: decided once for cron mail, `--mail-to` and `--exec`. */
import type { ReportData, Standing } from "./data.js";

/** Something new about a sender that looks stolen. Notices are read, not sent: alone they are too often wrong to wake anybody. */
export const isTold = ({ finding, news }: Standing): boolean => news !== null && finding.level === "alert";

/** What a message is about; empty when there is nothing to tell. */
export const toldOf = ({ standings }: Pick<ReportData, "standings">): readonly Standing[] => standings.filter(isTold);

/** Whether somebody has to do something: an alert stands that nobody acknowledged or muted. */
export const isAlarming = ({ standings }: Pick<ReportData, "standings">): boolean =>
  standings.some(({ finding, alert }) => finding.level === "alert" && alert?.status === "open");
