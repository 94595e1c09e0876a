create table if not exists chutes_limit_schema (version integer not null);
create table chutes_limit_account (
  account varchar(100) not null primary key,
  max_calls integer not null,
  max_requests integer not null,
  period_us bigint not null,
  burst integer not null,
  follow_server integer not null,
  stated integer not null,
  tat_us bigint not null,
  banned_until_us bigint not null,
  ban_us bigint not null,
  probe varchar(36),
  probe_until_us bigint not null,
  contender varchar(36),
  contender_until_us bigint not null
);
create table chutes_limit_lease (
  id varchar(36) not null primary key,
  account varchar(100) not null,
  owner varchar(36) not null,
  granted_at_us bigint not null,
  expires_at_us bigint not null
);
create index chutes_limit_lease_expiry on chutes_limit_lease (account, expires_at_us);
create index chutes_limit_lease_owner on chutes_limit_lease (owner);
insert into chutes_limit_schema (version) values (1);
