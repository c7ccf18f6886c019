/**
 * Socket activation (sd_listen_fds(3)): systemd listens before the program runs, and hands the sockets over as file
 * descriptors from 3 on. So nothing has to be told when the program is ready: who connects meanwhile waits in line.
 */
const FIRST_DESCRIPTOR = 3;
const MOST_DESCRIPTORS = 16;

/**
 * The descriptors of the sockets that were handed to this process; empty when there are none.
 * @param pid of this process: the variables of another one may have been inherited
 */
export function activatedDescriptors(
  { LISTEN_PID, LISTEN_FDS }: Readonly<Record<string, string | undefined>>,
  pid: number,
): readonly number[] {
  if (LISTEN_PID !== String(pid) || !/^\d{1,3}$/.test(LISTEN_FDS ?? "")) return [];
  const count = Math.min(Number(LISTEN_FDS), MOST_DESCRIPTORS);
  return Array.from({ length: count }, (_, index) => FIRST_DESCRIPTOR + index);
}
