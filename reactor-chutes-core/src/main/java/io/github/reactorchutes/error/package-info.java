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
 *   <li>{@link io.github.reactorchutes.error.ChutesResponseException}: a response other than a video, with its status,
 *       detail and reason
 *   <li>{@link io.github.reactorchutes.error.ChutesOutcomeUnknownException}: sent without a response; it may be billed
 *   <li>{@link io.github.reactorchutes.error.ChutesBodyException}: the video broke off, stalled or is invalid; it is
 *       probably billed
 *   <li>{@link io.github.reactorchutes.error.ChutesArtifactException}: an artifact of an operation broke off or changed;
 *       nothing is billed
 *   <li>{@link io.github.reactorchutes.error.ChutesQueryException}: a query of the catalogue, the account, a warm-up or an
 *       operation got no usable response; nothing is billed
 *   <li>{@link io.github.reactorchutes.error.CallPhase}: the steps of a call, each with its own clock
 *   <li>{@link io.github.reactorchutes.error.MaskedCause}: a masked copy of a cause whose message repeated a secret
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.error;

import org.jspecify.annotations.NullMarked;
