/**
 * Knowledge of the MP4 file format (ISO/IEC 14496-12), as far as telling a whole video from a broken one, and
 * what it shows, needs it.
 */
@NullMarked
package io.github.reactorchutes.mp4;

import org.jspecify.annotations.NullMarked;
