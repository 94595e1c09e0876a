package io.github.reactorchutes.spring.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link AutoConfiguration Auto-configuration} of videos as return values of MVC controllers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({HttpServletResponse.class, RequestMappingHandlerAdapter.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "chutes.enabled", matchIfMissing = true)
public final class ChutesWebMvcAutoConfiguration {

    ChutesWebMvcAutoConfiguration() {}

    @Bean
    static VideoReturnValues chutesVideoReturnValues(Environment environment) {
        return new VideoReturnValues(new VideoReturnValueHandler(viewers(environment)));
    }

    /**
     * One thread for each video under way, whose number the client's connections limit. Not a bean, which would replace
     * Boot's task executor; and not that executor, whose eight threads would let the ninth viewer wait.
     */
    private static SimpleAsyncTaskExecutor viewers(Environment environment) {
        SimpleAsyncTaskExecutor viewers = new SimpleAsyncTaskExecutor("chutes-viewer-");
        viewers.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
        viewers.setDaemon(true);
        return viewers;
    }

    @Bean
    CutShortResolver chutesCutShortResolver() {
        return new CutShortResolver();
    }

    @Bean
    @ConditionalOnBooleanProperty("chutes.web.problem-details.enabled")
    ProblemAdvice chutesProblemAdvice() {
        return new ProblemAdvice();
    }
}
