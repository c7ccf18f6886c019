import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CorruptStoreError,
  ForeignFileError,
  MissingStoreError,
  NewerSchemaError,
  OlderSchemaError,
  TemporaryStoreError,
  toStoreError,
} from "../../src/store/errors.js";
import { openDriver, type Driver } from "../../src/store/driver.js";
import { migrate, MIGRATIONS } from "../../src/store/migrations.js";
import { openStore } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { APPLICATION_ID, LATEST } from "../../src/store/version.js";
import { entryOf, readingOf, temporaryDirectory, temporaryStore } from "./readings.js";

const databasePath = (): string => join(temporaryDirectory(), "bounces.db");
/** A file of SQLite, made if it is not there, that the program has not touched. */
function openFile(path: string): Driver {
  writeFileSync(path, "", { flag: "a" });
  return openDriver(path, { readOnly: false, busyTimeoutMs: 1_000, nativeBinding: null });
}
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe("a new database", () => {
  it("has the modes that let a group read and write, whatever the umask", () => {
    const path = databasePath();
    const umask = process.umask(0o077);
    try {
      const store = openStore(path, { create: true });
      store.record([entryOf(readingOf())]);
      expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual([0o660, 0o660, 0o660]);
      store.close();
    } finally {
      process.umask(umask);
    }
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it("is ours by its application id, writes ahead, and can be vacuumed step by step", () => {
    const { database } = temporaryStore();
    expect(
      ["application_id", "user_version", "journal_mode", "auto_vacuum", "synchronous"].map((name) =>
        database.prepare<[], unknown>(`PRAGMA ${name}`).pluck().get(),
      ),
    ).toEqual([APPLICATION_ID, LATEST, "wal", 2, 2]);
  });

  it("is made in an empty file that an administrator prepared, whose mode stays", () => {
    const path = databasePath();
    writeFileSync(path, "");
    chmodSync(path, 0o600);
    openStore(path, { create: true }).close();
    expect(modeOf(path)).toBe(0o600);
    expect(queryBounces(openStore(path, { readOnly: true }), {})).toEqual([]);
  });

  it("is not made without being asked", () => {
    const path = databasePath();
    expect(() => openStore(path)).toThrow(MissingStoreError);
    expect(existsSync(path)).toBe(false);
  });

  it("is not made in a directory that does not exist", () => {
    const path = join(temporaryDirectory(), "missing", "bounces.db");
    expect(() => openStore(path, { create: true })).toThrow(MissingStoreError);
    expect(() => openStore(path)).toThrow(MissingStoreError);
  });

  it("is not found in an empty file", () => {
    const path = databasePath();
    writeFileSync(path, "");
    expect(() => openStore(path)).toThrow(MissingStoreError);
    expect(() => openStore(path, { readOnly: true, create: true })).toThrow(MissingStoreError);
    expect(statSync(path).size).toBe(0);
  });
});

describe("a file that is not ours is refused and left alone", () => {
  const refused = (path: string, error: new (...args: never[]) => Error): void => {
    const before = readFileSync(path);
    expect(() => openStore(path, { create: true })).toThrow(error);
    expect(readFileSync(path).equals(before)).toBe(true);
  };

  it("another program's database", () => {
    const path = databasePath();
    const theirs = openFile(path);
    theirs.exec("CREATE TABLE theirs (x)");
    theirs.close();
    refused(path, ForeignFileError);
  });

  it("another program's database with its own application id or version", () => {
    for (const pragma of ["application_id = 7", "user_version = 7"]) {
      const path = databasePath();
      const theirs = openFile(path);
      theirs.exec(`PRAGMA ${pragma}`);
      theirs.close();
      refused(path, ForeignFileError);
    }
  });

  it("a text", () => {
    const path = databasePath();
    writeFileSync(path, "root:x:0:0:root:/root:/bin/bash\n".repeat(100));
    refused(path, ForeignFileError);
  });

  it("a directory", () => {
    const path = databasePath();
    mkdirSync(path);
    expect(() => openStore(path, { create: true })).toThrow(TemporaryStoreError);
  });

  it("a newer program's database", () => {
    const path = databasePath();
    openStore(path, { create: true }).close();
    const newer = openFile(path);
    newer.exec(`PRAGMA user_version = ${LATEST + 1}`);
    newer.close();
    refused(path, NewerSchemaError);
    expect(() => openStore(path, { readOnly: true })).toThrow(NewerSchemaError);
  });

  it("a damaged database", () => {
    const path = databasePath();
    const store = openStore(path, { create: true });
    for (let index = 0; index < 50; index++) store.record([entryOf(readingOf({ to: `r${index}@example.net` }))]);
    store.close();
    truncateSync(path, 3 * 4_096);
    const before = readFileSync(path);
    expect(() => {
      const damaged = openStore(path);
      try {
        damaged.record([entryOf(readingOf())]);
      } finally {
        damaged.close();
      }
    }).toThrow(CorruptStoreError);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe("an open database", () => {
  it("that a newer program has migrated meanwhile is not written to", () => {
    const store = temporaryStore();
    const other = openFile(store.path);
    other.exec(`PRAGMA user_version = ${LATEST + 1}`);
    other.close();
    expect(() => store.record([entryOf(readingOf())])).toThrow(NewerSchemaError);
    expect(store.database.prepare("SELECT count(*) FROM bounce").pluck().get()).toBe(0);
  });

  it("that is locked for longer than the timeout is a temporary trouble", () => {
    const store = temporaryStore({ busyTimeoutMs: 50 });
    const other = openFile(store.path);
    other.exec("BEGIN IMMEDIATE");
    expect(() => store.record([entryOf(readingOf())])).toThrow(TemporaryStoreError);
    other.close();
    expect(store.record([entryOf(readingOf())])).toMatchObject([{ isNew: true }]);
  });

  it("for reading only is not written to", () => {
    const { path } = temporaryStore();
    const reader = openStore(path, { readOnly: true });
    expect(() => reader.record([entryOf(readingOf())])).toThrow(TemporaryStoreError);
    reader.close();
  });

  it("that is full is a temporary trouble, and sound afterwards", () => {
    const store = temporaryStore();
    store.database.exec("PRAGMA max_page_count = 60");
    expect(() => {
      for (let index = 0; index < 2_000; index++)
        store.record([entryOf(readingOf({ to: `r${index}@d${index}.example` }))]);
    }).toThrow(TemporaryStoreError);
    store.database.exec("PRAGMA max_page_count = 100000");
    expect(store.record([entryOf(readingOf())])).toMatchObject([{ isNew: true }]);
    expect(store.database.prepare<[], string>("PRAGMA integrity_check").pluck().get()).toBe("ok");
  });
});

describe("migrations", () => {
  const tables = (database: Driver): unknown[] =>
    database.prepare<[], unknown>("SELECT name, sql FROM sqlite_schema ORDER BY name").all();

  it.each(MIGRATIONS.slice(1).map((_, index) => index + 1))("lead from version %i to the latest", (version) => {
    const path = databasePath();
    const database = openFile(path);
    for (const migration of MIGRATIONS.slice(0, version)) database.exec(migration("sqlite"));
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
    expect(() => openStore(path, { readOnly: true })).toThrow(OlderSchemaError);
    const migrated = openStore(path);
    expect(tables(migrated.database)).toEqual(tables(temporaryStore().database));
    migrated.close();
  });

  it("are as many as the version of a database that is up to date", () => {
    expect(MIGRATIONS).toHaveLength(LATEST);
  });

  it("that fail leave the version before", () => {
    const store = temporaryStore();
    const before = tables(store.database);
    expect(() => {
      migrate(store, [...MIGRATIONS, () => "CREATE TABLE more (x); CREATE TABLE host (x)"]);
    }).toThrow("already exists");
    expect(store.database.prepare<[], number>("PRAGMA user_version").pluck().get()).toBe(LATEST);
    expect(tables(store.database)).toEqual(before);
  });

  it("that are done are not done again", () => {
    const store = temporaryStore();
    store.record([entryOf(readingOf())]);
    const reopened = openStore(store.path, { create: true });
    expect(queryBounces(reopened, {})).toHaveLength(1);
    reopened.close();
  });
});

describe("errors", () => {
  it("that are not the database's stay what they are", () => {
    const fault = new TypeError("no such thing");
    expect(toStoreError(fault, "x.db")).toBe(fault);
    expect(toStoreError("text", "x.db")).toBe("text");
  });

  it("begin with the file's path", () => {
    expect(() => openStore("/nonexistent/x.db")).toThrow(/^\/nonexistent\/x\.db: /);
  });
});
