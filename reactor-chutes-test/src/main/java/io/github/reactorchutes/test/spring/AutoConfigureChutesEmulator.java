package io.github.reactorchutes.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Points the auto-configured Chutes client of a test at an emulator, which is a bean of the test's context: started
 * before it, closed with it, shared by the tests that share it. No token is needed.
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
 * <p>Test classes that share a context share its emulator, with its replies and its record of requests. Where they run
 * at the same time, give each a context of its own, such as by a property, unless that does not matter to them.
 *
 * <p>It replaces {@code chutes.base-url}, the URLs of the three endpoints and the token. Named clients inherit them
 * unless they have their own.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AutoConfigureChutesEmulator {

    /**
     * Says whether videos are shrunk to some ten kilobytes.
     *
     * @return whether to shrink
     */
    boolean smallVideos() default true;
}
