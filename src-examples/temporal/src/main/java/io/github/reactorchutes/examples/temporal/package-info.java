/**
 * A durable workflow on Temporal, from a prompt to a video in a store. Start with {@link
 * io.github.reactorchutes.examples.temporal.DurableVideoWorkflow}.
 */
@NullMarked
package io.github.reactorchutes.examples.temporal;

import org.jspecify.annotations.NullMarked;
