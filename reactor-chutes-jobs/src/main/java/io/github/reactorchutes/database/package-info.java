/**
 * The databases of jobs and limits: which there are, and the scripts that create and upgrade their tables. Not part of
 * the API.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.database.DatabaseKind}: SQLite or PostgreSQL
 *   <li>{@link io.github.reactorchutes.database.SchemaScripts}: creates, upgrades and checks tables
 *   <li>{@link io.github.reactorchutes.database.UnsuitableSchemaException}: the tables are others
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.database;

import org.jspecify.annotations.NullMarked;
