package io.github.reactorchutes.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Points the auto-configured Chutes client of a test at an emulator. The emulator is a bean of the test's context: it
 * starts before the context, closes with it, and is shared by the tests that share the context. No token is needed.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureChutesEmulator
 * class GalleryTests {
 *
 *     @Test
 *     void shows(@Autowired ChutesEmulator emulator) { ... }
 * }
 * }</pre>
 *
 * <p>Test classes that share a context share its emulator, with its replies and its recorded requests. Give concurrent
 * test classes separate contexts, for example by a property, unless sharing does not affect them.
 *
 * <p>It replaces {@code chutes.base-url}, the URLs of the three endpoints and the token. Named clients inherit these
 * unless they set their own.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AutoConfigureChutesEmulator {

    /** {@return whether videos are shrunk to some ten kilobytes} */
    boolean smallVideos() default true;
}
