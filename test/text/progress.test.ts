import { describe, expect, it } from "vitest";
import { createProgress, type ProgressOptions } from "../../src/text/progress.js";

function shown(options: Partial<ProgressOptions>) {
  let text = "";
  let time = 0;
  const progress = createProgress({
    write: (more) => {
      text += more;
    },
    columns: null,
    total: null,
    now: () => time,
    ...options,
  });
  return {
    progress,
    text: () => text,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe("progress", () => {
  it("is a bar on a terminal, drawn over itself, now and then, and taken away", () => {
    const { progress, text, wait } = shown({ columns: 80, total: 1000 });
    progress.show(1, 10);
    expect(text()).toBe("");
    wait(500);
    progress.show(50, 500);
    progress.show(51, 510);
    expect(text()).toBe(`\r[${"#".repeat(15)}${".".repeat(15)}]  50 %  50 messages, 100/s\u001b[K`);
    progress.clear();
    progress.clear();
    expect(text().endsWith("\u001b[K\r\u001b[K")).toBe(true);
  });

  it("fits into the terminal, and needs no total", () => {
    const { progress, text, wait } = shown({ columns: 12 });
    wait(1000);
    progress.show(1234, 500);
    expect(text()).toBe("\r1234 messag\u001b[K");
  });

  it("is a plain line every ten seconds elsewhere", () => {
    const { progress, text, wait } = shown({});
    for (let second = 0; second < 25; second += 1) {
      wait(1000);
      progress.show(second, 0);
    }
    progress.clear();
    expect(text()).toBe("bounces: 9 messages read\nbounces: 19 messages read\n");
  });
});
