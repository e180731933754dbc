import { expect, test } from "vitest";
import { Queue } from "./queue";

/** Jobs that are finished by hand, so that the order is the test's own. */
function bench() {
  const log: string[] = [];
  const finish: (() => void)[] = [];
  const behind: boolean[] = [];
  const queue = new Queue((value) => behind.push(value));
  const job = (name: string) => () => {
    log.push(name);
    return new Promise<void>((resolve) => finish.push(resolve));
  };
  const done = async () => {
    finish.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, log, behind, job, done };
}

test("the newest face wins, and older ones that have not begun are forgotten", async () => {
  const { queue, log, job, done } = bench();
  queue.show(job("first"));
  queue.show(job("second"));
  queue.show(job("third"));
  await done();
  await done();
  expect(log).toEqual(["first", "third"]);
});

test("faces come before strips, whatever was asked for first", async () => {
  const { queue, log, job, done } = bench();
  queue.whenIdle(job("tile"));
  queue.whenIdle(job("later tile"));
  queue.show(job("face"));
  await done();
  await done();
  expect(log).toEqual(["tile", "face", "later tile"]);
});

test("a strip that is not wanted any more is not made", async () => {
  const { queue, log, job, done } = bench();
  queue.show(job("face"));
  queue.whenIdle(job("tile"));
  queue.whenIdle(null);
  await done();
  expect(log).toEqual(["face"]);
});

test("it is behind from asking for a face until the newest one is made", async () => {
  const { queue, behind, job, done } = bench();
  queue.show(job("first"));
  queue.show(job("second"));
  expect(behind).toEqual([true]);
  await done();
  expect(behind).toEqual([true]);
  await done();
  expect(behind).toEqual([true, false]);
});

test("it is behind at once, even while a strip is being made", async () => {
  const { queue, behind, job, done } = bench();
  queue.whenIdle(job("tile"));
  queue.show(job("face"));
  expect(behind).toEqual([true]);
  await done();
  await done();
  expect(behind).toEqual([true, false]);
});

test("a job that fails does not stop the others", async () => {
  const { queue, log, job } = bench();
  queue.show(() => Promise.reject(new Error("no")));
  queue.show(job("face"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(log).toEqual(["face"]);
});
