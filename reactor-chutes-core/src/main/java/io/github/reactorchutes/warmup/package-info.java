/**
 * The warm-up of chutes: the platform starts an instance of a cold one on request and reports the progress, for free. Start
 * with {@link io.github.reactorchutes.ChutesClient#warmUp(String)}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.warmup.WarmUpState}: one report
 *   <li>{@link io.github.reactorchutes.warmup.WarmUps}: the reports of a client; not part of the API
 *   <li>{@link io.github.reactorchutes.warmup.ColdChutes}: the cold chutes that calls of a client wait for; not part of the API
 * </ul>
 *
 * <p>The platform does not version this interface. Unknown fields and states are tolerated.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.warmup;

import org.jspecify.annotations.NullMarked;
