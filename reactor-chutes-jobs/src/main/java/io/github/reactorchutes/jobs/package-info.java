/**
 * Durable jobs: videos that are generated although processes restart and crash, and paid once. The rows are in SQLite or
 * PostgreSQL; db-scheduler decides who runs which job and when.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.jobs.ChutesJobs}: submits, watches, cancels and executes jobs
 *   <li>{@link io.github.reactorchutes.jobs.Job}: a job as its row was read
 *   <li>{@link io.github.reactorchutes.jobs.JobState}: its state
 *   <li>{@link io.github.reactorchutes.jobs.JobKey}: what makes it unique
 *   <li>{@link io.github.reactorchutes.jobs.JobEvent}: a change of its state
 *   <li>{@link io.github.reactorchutes.jobs.JobCounts}: how many jobs are in which state
 *   <li>{@link io.github.reactorchutes.jobs.JobFilter}: selects jobs for a list
 *   <li>{@link io.github.reactorchutes.jobs.ChutesJobException}: what can go wrong
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.jobs;

import org.jspecify.annotations.NullMarked;
