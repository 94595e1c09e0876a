/**
 * Operations: the tasks of asynchronous chutes, which accept a request, work on it, and keep what they made for a while.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.operation.Operations}: starts, watches and cancels them, and fetches their artifacts
 *   <li>{@link io.github.reactorchutes.operation.Operation}: one of them at one moment
 *   <li>{@link io.github.reactorchutes.operation.OperationState}: how far it is
 *   <li>{@link io.github.reactorchutes.operation.OperationArtifact}: a result of it
 *   <li>{@link io.github.reactorchutes.operation.OperationError}: why it failed
 *   <li>{@link io.github.reactorchutes.operation.Cancellation}: the answer to a request to cancel it
 *   <li>{@link io.github.reactorchutes.operation.PlatformOperations}: the implementation, which a client creates
 * </ul>
 *
 * <p><b>Experimental.</b> The platform's interface to operations is young and unversioned. This package may change
 * incompatibly in any release.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.operation;

import org.jspecify.annotations.NullMarked;
