package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** All of it is configured by properties, but for the e-mail, which has to be added to the ID token. */
@SpringBootApplication
public class Provider {
  public static void main(String[] args) {
    SpringApplication.run(Provider.class, args);
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> email() {
    return context -> {
      if (context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
        String user = context.getPrincipal().getName();
        context.getClaims().claim("email", user + "@example.com").claim("email_verified", true);
      }
    };
  }
}
