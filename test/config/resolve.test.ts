import { describe, expect, it } from "vitest";
import { ConfigError, resolveSettings, type ConfigInput } from "../../src/config/load.js";

const FILE = "/etc/bounces/bounces.toml";

const resolve = (input: Partial<ConfigInput>) =>
  resolveSettings({ flags: {}, environment: {}, fileText: null, fileName: FILE, directory: "/home/admin", ...input });

const message = (input: Partial<ConfigInput>): string => {
  try {
    resolve(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "no error";
};

const originOf = (input: Partial<ConfigInput>, key: string) => {
  const origin = resolve(input).origins.find((each) => each.key === key);
  return origin && `${origin.shown()} from ${origin.from} ${origin.place}`;
};

describe("what holds", () => {
  it("is the default where nobody says anything", () => {
    const { settings, origins } = resolve({});
    expect(settings).toMatchObject({
      database: "/var/lib/bounces/bounces.db",
      hosts: [],
      recipientDelimiter: "+",
      busyTimeoutMs: 10_000,
      deadlineMs: 60_000,
      keepUnrecognizedBytes: 262_144,
      log: { level: "info", file: null },
      report: { window: 86_400 },
      rules: { value: [], problems: [] },
    });
    expect(new Set(origins.map((origin) => origin.from))).toEqual(new Set(["default"]));
  });

  it("is the flag before the environment before the file", () => {
    const fileText = 'database = "/file.db"';
    const environment = { BOUNCES_DB: "/environment.db" };
    const flags = { db: "/flag.db" };
    expect(resolve({ fileText, environment, flags }).settings.database).toBe("/flag.db");
    expect(resolve({ fileText, environment }).settings.database).toBe("/environment.db");
    expect(resolve({ fileText }).settings.database).toBe("/file.db");
  });

  it("is told with its origin", () => {
    const input = {
      fileText: '[log]\nlevel = "warn"',
      environment: { BOUNCES_HOSTS: "MX.example.com., mx2.example.com" },
      flags: { db: "/a.db" },
    };
    expect(originOf(input, "log.level")).toBe(`"warn" from file ${FILE}`);
    expect(originOf(input, "hosts")).toBe('["mx.example.com","mx2.example.com"] from environment BOUNCES_HOSTS');
    expect(originOf(input, "database")).toBe('"/a.db" from flag --db');
    expect(originOf(input, "report.window")).toBe('"1d" from default built in');
    expect(originOf(input, "log.file")).toBe('"" from default built in');
  });

  it("reads comments, sections and a byte order mark", () => {
    const fileText =
      '\ufeff# ours\nhosts = ["mx.example.com"] # one\n[report]\nwindow = "48h"\n[log]\nfile = "/var/log/bounces.log"\n';
    expect(resolve({ fileText }).settings).toMatchObject({
      hosts: ["mx.example.com"],
      report: { window: 172_800 },
      log: { file: "/var/log/bounces.log" },
    });
  });

  it("follows one naming rule in the environment, and takes an empty variable as absent", () => {
    const environment = { BOUNCES_LOG_LEVEL: "debug", BOUNCES_BUSY_TIMEOUT_MS: "5", BOUNCES_RECIPIENT_DELIMITER: "" };
    expect(resolve({ environment }).settings).toMatchObject({
      log: { level: "debug" },
      busyTimeoutMs: 5,
      recipientDelimiter: "+",
    });
  });
});

describe("relative file names", () => {
  it("start at the working directory in flags and environment, at the file's directory in the file", () => {
    expect(resolve({ flags: { db: "x.db" } }).settings.database).toBe("/home/admin/x.db");
    expect(resolve({ environment: { BOUNCES_LOG_FILE: "../x.log" } }).settings.log.file).toBe("/home/x.log");
    expect(resolve({ fileText: 'database = "x.db"' }).settings.database).toBe("/etc/bounces/x.db");
  });

  it("are an error only where the working directory is needed and gone", () => {
    expect(message({ directory: null, flags: { db: "x.db" } })).toBe(
      "--db: the file name is relative, but the working directory is gone",
    );
    expect(resolve({ directory: null, flags: { db: "/x.db" } }).settings.database).toBe("/x.db");
  });
});

describe("what is wrong", () => {
  it.each([
    ['databse = "/x.db"', 'unknown key "databse" (did you mean "database"?)'],
    ['[log]\nlevl = "info"', 'unknown key "log.levl" (did you mean "log.level"?)'],
    ['level = "info"', 'unknown key "level" (did you mean "log.level"?)'],
    ["[zzzzzzzzzz]\nx = 1", 'unknown key "zzzzzzzzzz"'],
    ["[__proto__]\nx = 1", 'unknown key "__proto__"'],
    ['"\\u001b[31m" = 1', 'unknown key "\\x1b[31m"'],
    ["log = 1", "log must be a section: [log], not 1"],
    ["database = 1", "database must be a file name, not 1"],
    ['database = ""', 'database must be a file name, not ""'],
    ['busy_timeout_ms = "10"', 'busy_timeout_ms must be a whole number from 0 to 600000, not "10"'],
    ["busy_timeout_ms = 1.5", "busy_timeout_ms must be a whole number from 0 to 600000, not 1.5"],
    ["busy_timeout_ms = -1", "busy_timeout_ms must be a whole number from 0 to 600000, not -1"],
    ["deadline_ms = 2020-01-01", 'deadline_ms must be a whole number from 1000 to 900000, not "2020-01-01"'],
    [
      'hosts = "mx.example.com"',
      'hosts must be a list of names, addresses and networks, as ["mail.example.com", "192.0.2.1"], not "mx.example.com"',
    ],
    [
      'hosts = ["a b"]',
      'hosts must be a list of names, addresses and networks, as ["mail.example.com", "192.0.2.1"], not ["a b"]',
    ],
    [
      'filters = ["uid:x"]',
      'filters must be a list of addresses, networks and users, as ["127.0.0.1", "uid:999"], not ["uid:x"]',
    ],
    [
      'networks = ["example.com"]',
      'networks must be a list of addresses and networks, as ["192.0.2.0/24"], not ["example.com"]',
    ],
    ['notice_secret = "short"', 'notice_secret must be at least 8 letters and digits, not "short"'],
    [
      "hosts = [1]",
      'hosts must be a list of names, addresses and networks, as ["mail.example.com", "192.0.2.1"], not [1]',
    ],
    ['recipient_delimiter = "a"', 'recipient_delimiter must be a text of punctuation characters, not "a"'],
    ['[log]\nlevel = "loud"', 'log.level must be one of debug, info, warn, error, silent, not "loud"'],
    ['[report]\nwindow = "24"', 'report.window must be a number and a unit: 30s, 90m, 24h, 2d or 2w, not "24"'],
    ["rule = 1", "rule must be tables, each under its own heading in double brackets, not 1"],
    ["detect = 1", "detect must be a table, not 1"],
  ])("in the file, %j, is named with key and file", (fileText, end) => {
    expect(message({ fileText })).toBe(`${FILE}: ${end}`);
  });

  it("in the file's syntax is told with line and column, in one line", () => {
    expect(message({ fileText: 'hosts = ["a"]\n# x\ndatabase = \n' })).toMatch(
      /^\/etc\/bounces\/bounces\.toml, line 3, column \d+: \S.*$/,
    );
    expect(message({ fileText: "a = 1\na = 2" })).toMatch(/, line 2, column \d+: \S.*$/);
  });

  it("in the environment is named by its variable", () => {
    expect(message({ environment: { BOUNCES_DEADLINE_MS: "1e9" } })).toBe(
      'BOUNCES_DEADLINE_MS: deadline_ms must be a whole number from 1000 to 900000, not "1e9"',
    );
    expect(message({ environment: { BOUNCES_HOST: "x" } })).toBe(
      'environment: unknown key "BOUNCES_HOST" (did you mean "BOUNCES_HOSTS"?)',
    );
    expect(message({ environment: { BOUNCES_RULE: "x" } })).toMatch(/^BOUNCES_RULE: rule must be tables/);
  });

  it("on the command line is named by its flag", () => {
    expect(message({ flags: { db: "" } })).toBe('--db: database must be a file name, not ""');
    expect(message({ flags: { databse: "x" } })).toBe('command line: unknown key "databse"');
  });

  it("is a wait for the lock as long as the deadline", () => {
    expect(message({ fileText: "busy_timeout_ms = 60000" })).toBe(
      "busy_timeout_ms (60000) must be less than deadline_ms (60000)",
    );
  });

  it("is not the variable that names the file, nor what container systems set", () => {
    const environment = {
      BOUNCES_CONFIG: "/x",
      BOUNCES_PORT: "tcp://10.0.0.1:25",
      BOUNCES_SERVICE_HOST: "10.0.0.1",
      PATH: "/bin",
    };
    expect(message({ environment })).toBe("no error");
  });
});
