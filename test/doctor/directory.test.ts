import { describe, expect, it } from "vitest";
import { checkDisk } from "../../src/doctor/directory.js";
import { checkClock } from "../../src/doctor/database.js";
import { checkFile, checkDirectory, checkOwnAccess, type Recorder } from "../../src/doctor/directory.js";
import type { Entry } from "../../src/doctor/host.js";

const directory: Entry = {
  name: "/var/lib/bounces",
  uid: 120,
  gid: 130,
  owner: "bounces",
  group: "bounces",
  changedAt: 0,
  mode: 0o42770,
  isDirectory: true,
  size: 4_096,
};
const file: Entry = {
  name: "/var/lib/bounces/bounces.db",
  uid: 120,
  gid: 130,
  owner: "bounces",
  group: "bounces",
  changedAt: 0,
  mode: 0o100660,
  isDirectory: false,
  size: 8_192,
};
const recorder: Recorder = { uid: 120, gid: 130, owner: "bounces", group: "bounces", make: "" };
const root = { uid: 0, gid: 0, owner: "root", group: "root" };
const MEGABYTE = 1 << 20;

describe("the directory", () => {
  it.each([
    ["is as it should be", directory, "ok", ""],
    ["is not there", null, "problem", "is not there"],
    ["is a file", { ...directory, isDirectory: false }, "problem", "no directory"],
    ["is everybody's", { ...directory, mode: 0o42777 }, "problem", "everybody"],
    ["is everybody's, sticky", { ...directory, mode: 0o43777 }, "ok", ""],
    ["is root's alone", { ...directory, ...root, mode: 0o40755 }, "problem", "only root"],
    ["is its owner's alone", { ...directory, mode: 0o40700 }, "warning", "only its owner"],
    ["its owner may not write", { ...directory, mode: 0o42550 }, "problem", "its owner may not write there"],
    ["lacks setgid", { ...directory, mode: 0o40770 }, "warning", "do not get its group"],
  ])("that %s", (_name, entry, level, why) => {
    const found = checkDirectory("/var/lib/bounces", entry, recorder);
    expect(found.level).toBe(level);
    expect(found.why).toContain(why);
    expect(found.advice === null).toBe(level === "ok");
  });
});

describe("a file of the database", () => {
  it.each([
    ["is as it should be", file, "ok", ""],
    ["was made by root", { ...file, ...root, mode: 0o100600 }, "problem", "nothing is recorded"],
    ["was made by root in the group's name", { ...file, uid: 0, mode: 0o100660 }, "ok", ""],
    [
      "was made by a member of the group, for itself alone",
      { ...file, uid: 1_000, mode: 0o100640 },
      "problem",
      "nothing is recorded",
    ],
    ["may be written by everybody", { ...file, mode: 0o100666 }, "problem", "everybody can change"],
    ["may be read by everybody", { ...file, mode: 0o100664 }, "warning", "everybody can read"],
    ["is closed to the group", { ...file, mode: 0o100600 }, "warning", "group cannot use it"],
  ])("that %s", (_name, entry, level, why) => {
    const found = checkFile(entry, recorder);
    expect(found.level).toBe(level);
    expect(found.why).toContain(why);
    expect(found.advice === null).toBe(level === "ok");
  });

  it("is to be given to who records, by name", () => {
    expect(checkFile({ ...file, ...root, mode: 0o100600 }, recorder).command).toBe(
      `chown bounces:bounces ${file.name} && chmod 660 ${file.name}`,
    );
  });
});

it("a directory is made for who records, and the user first where there is none", () => {
  const make = "adduser --system --group bounces";
  const install = "install -d -o bounces -g bounces -m 2770 /var/lib/bounces";
  expect(checkDirectory("/var/lib/bounces", null, recorder).command).toBe(install);
  expect(checkDirectory("/var/lib/bounces", null, { ...recorder, make }).command).toBe(`${make} && ${install}`);
});

describe("the disk", () => {
  it.each([
    [10_000, "ok"],
    [100, "warning"],
    [20, "problem"],
  ])("with %i MB free", (megabytes, level) => {
    expect(checkDisk("/var/lib/bounces", { type: 0xef53, free: megabytes * MEGABYTE })).toMatchObject([{ level }]);
  });

  it("of another machine is no place for a database", () => {
    const [room, kind] = checkDisk("/mnt", { type: 0x6969, free: 10_000 * MEGABYTE });
    expect([room?.level, kind?.level]).toEqual(["ok", "problem"]);
    expect(kind?.why).toContain("NFS");
    expect(checkDisk("/mnt", { type: 0xff534d42 | 0, free: 10_000 * MEGABYTE })).toMatchObject([
      { level: "ok" },
      { level: "problem" },
    ]);
  });
});

describe("who looks", () => {
  it("may not be a member of the group, which is another matter than a read-only file system", () => {
    expect(checkOwnAccess(directory, null).level).toBe("ok");
    expect(checkOwnAccess(directory, "EACCES").advice).toContain("adduser NAME bounces");
    const readOnly = checkOwnAccess(directory, "EROFS");
    expect(readOnly.why).toContain("mounted read-only");
    expect(readOnly.command).toBe('mount -o remount,rw "$(findmnt -n -o TARGET --target /var/lib/bounces)"');
  });
});

describe("the clock", () => {
  it("is wrong when something was recorded after now", () => {
    expect(checkClock({ newest: null }, 1_772_355_600)).toEqual([]);
    expect(checkClock({ newest: 1_772_355_660 }, 1_772_355_600)).toEqual([]);
    const [finding] = checkClock({ newest: 1_772_359_200 }, 1_772_355_600);
    expect(finding).toMatchObject({ level: "problem", what: "clock", command: "timedatectl set-ntp true" });
  });
});
