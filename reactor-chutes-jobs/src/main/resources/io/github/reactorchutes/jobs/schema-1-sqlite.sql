create table if not exists chutes_job_schema (version integer not null);
create table chutes_job (
  id varchar(36) not null primary key,
  account varchar(100) not null,
  dedupe_key varchar(400) not null,
  endpoint varchar(64) not null,
  url text not null,
  request_sha256 varchar(64) not null,
  request blob,
  request_key varchar(512),
  state varchar(16) not null,
  epoch bigint not null,
  sending_epoch bigint not null,
  calls integer not null,
  paid_calls integer not null,
  refusals integer not null,
  retry_at bigint not null,
  cancel_requested integer not null,
  invocation_id text,
  bytes_received bigint not null,
  video_key varchar(512),
  video_sha256 varchar(64),
  video_bytes bigint not null,
  error text,
  created_at bigint not null,
  updated_at bigint not null,
  unique (account, dedupe_key)
);
create index chutes_job_state on chutes_job (state, id);
create table chutes_job_event (
  id varchar(36) not null primary key,
  job varchar(36) not null,
  at bigint not null,
  actor varchar(200) not null,
  from_state varchar(16),
  to_state varchar(16) not null,
  epoch bigint not null,
  detail text
);
create index chutes_job_event_job on chutes_job_event (job, id);
create table chutes_job_task (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data blob,
  execution_time timestamp not null,
  picked bit not null,
  picked_by varchar(50),
  last_success timestamp,
  last_failure timestamp,
  consecutive_failures integer,
  last_heartbeat timestamp,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index chutes_job_task_due on chutes_job_task (picked, execution_time);
create index chutes_job_task_heartbeat on chutes_job_task (last_heartbeat);
insert into chutes_job_schema (version) values (1);
