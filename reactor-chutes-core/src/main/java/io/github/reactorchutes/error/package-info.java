/**
 * The failures of a call, grouped by what the caller can do: each is a {@link
 * io.github.reactorchutes.error.ChutesException}, whose subtypes state whether the call may be sent again and may be
 * billed.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.error.ChutesException}: the root, with the phase in which the call failed
 *   <li>{@link io.github.reactorchutes.error.ChutesCallRejectedException}: a limit of this client rejected the call;
 *       nothing was sent
 *   <li>{@link io.github.reactorchutes.error.ChutesNotSentException}: the platform was not reached; nothing is billed
 *   <li>{@link io.github.reactorchutes.error.ChutesResponseException}: an answer that is no video, with its status, detail and reason
 *   <li>{@link io.github.reactorchutes.error.ChutesOutcomeUnknownException}: sent, and no answer came; it may be billed
 *   <li>{@link io.github.reactorchutes.error.ChutesBodyException}: the video broke off, stalled or is none; it is likely billed
 *   <li>{@link io.github.reactorchutes.error.CallPhase}: the steps of a call, each with a clock of its own
 *   <li>{@link io.github.reactorchutes.error.MaskedCause}: a cause whose message repeated a secret, without it
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.error;

import org.jspecify.annotations.NullMarked;
