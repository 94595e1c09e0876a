/**
 * The log lines of calls. Internal to this library. Users only need the name of the logger, {@code
 * io.github.reactorchutes.log.CallLog}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.log.CallLog}: a line at DEBUG for each phase of each call
 *   <li>{@link io.github.reactorchutes.log.LogScope}: the thread-locals of a call for its log lines
 *   <li>{@link io.github.reactorchutes.log.Sparse}: limits recurring lines to one a minute
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.log;

import org.jspecify.annotations.NullMarked;
