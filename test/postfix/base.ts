/**
 * The private Postfix around the parts of master.cf.example: the stock services, everything in one directory, loopback
 * only, and the rest of the world behind one port. It serves example.com, the domain of the example.
 */

/** Where a private Postfix lives. */
export interface Folders {
  readonly root: string;
  readonly config: string;
  readonly queue: string;
  readonly data: string;
  readonly log: string;
}

/** The directories and files of a private Postfix below `root`. */
export function foldersOf(root: string): Folders {
  return { root, config: `${root}/etc`, queue: `${root}/queue`, data: `${root}/data`, log: `${root}/maillog` };
}

/** main.cf without the parts of the example. */
export function baseMainCf(directories: Folders, remotePort: number): string {
  return `compatibility_level = 3.6
queue_directory = ${directories.queue}
data_directory = ${directories.data}
maillog_file = ${directories.log}
maillog_file_prefixes = ${directories.root}
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.example.com
mydomain = example.com
myorigin = example.com
mydestination = example.com, localhost
alias_maps = $default_database_type:${directories.config}/aliases
alias_database = $alias_maps
smtp_dns_support_level = disabled
smtp_host_lookup = native
default_transport = smtp:[127.0.0.1]:${remotePort}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${directories.root}/sasl
smtpd_sasl_auth_enable = yes
biff = no
in_flow_delay = 0
`;
}

/** master.cf without the parts of the example; `port` is where smtpd listens. */
export function baseMasterCf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup    unix  n       -       n       5       1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
`;
}
