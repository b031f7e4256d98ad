package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, in which a person uses the console. What they look for, they wait for. */
final class Browser implements AutoCloseable {

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String AXE = axe();

  private final ChromeDriver driver;
  private final URI console;

  /** Whether it is installed. */
  static boolean isThere() {
    return CHROMIUM.canExecute() && DRIVER.canExecute();
  }

  Browser(URI console) {
    this.console = console;
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.setCapability("goog:loggingPrefs", logs);
    // Without a sandbox, since tests may run as root; and calling nobody but the console.
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-GB");
    this.driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER)
                .usingAnyFreePort()
                .build(),
            options);
    resize(1280, 900);
  }

  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Makes the page itself this large, whatever the window around it is. */
  void resizeInside(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** A picture of the page, PNG. */
  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Opens the console as somebody who was never there. */
  void openAnew() {
    driver.get(console.toString());
    driver.executeScript("sessionStorage.clear()");
    driver.get("about:blank");
    driver.get(console.toString());
    sees("Log in");
  }

  /** Opens the page as it is. */
  void open() {
    driver.get(console.toString());
  }

  /** Opens a page that is not the console's. */
  void open(URI page) {
    driver.get(page.toString());
  }

  /** Goes to a view, such as {@code requests}. */
  void goTo(String view) {
    driver.executeScript("location.hash = '#/' + arguments[0]", view);
  }

  void logInAsApp(String app, String key) {
    openAnew();
    type("App ID", app);
    type("API key", key);
    click("Log in");
  }

  void logInAsAdministrator(String token) {
    openAnew();
    click("Administrator");
    type("Admin token", token);
    click("Log in");
  }

  /** Enters a text into the field of this label. */
  void type(String label, String text) {
    WebElement input = field(label);
    input.clear();
    input.sendKeys(text);
  }

  /** The same, and goes on to the next field, which is when some filters hold. */
  void typeAndLeave(String label, String text) {
    type(label, text);
    field(label).sendKeys(Keys.TAB);
  }

  /** Presses keys as if no field had the focus. */
  void press(String keys) {
    driver.executeScript("document.activeElement.blur()");
    keys.codePoints()
        .mapToObj(Character::toString)
        .forEach(key -> driver.findElement(By.tagName("body")).sendKeys(key));
  }

  /** Presses Enter where the focus is. */
  void enter() {
    driver.switchTo().activeElement().sendKeys(Keys.ENTER);
  }

  /** How many rows tables have. */
  int rows() {
    return driver.findElements(By.cssSelector("tbody tr")).size();
  }

  /** How many rows the table of this caption has. */
  int rowsOf(String caption) {
    return driver
        .findElements(By.cssSelector("[role=region][aria-label='%s'] tbody tr".formatted(caption)))
        .size();
  }

  void choose(String label, String option) {
    WebElement select = field(label);
    select.findElement(By.xpath(".//option[.='%s']".formatted(option))).click();
  }

  String valueOf(String label) {
    return String.valueOf(field(label).getDomProperty("value"));
  }

  private WebElement field(String label) {
    return find(
        By.xpath("//*[@id=//label[starts-with(normalize-space(),'%s')]/@for]".formatted(label)));
  }

  /** Clicks what has exactly this text: a button or a link. */
  void click(String text) {
    find(By.xpath("//*[self::button or self::a][normalize-space()='%s']".formatted(text))).click();
  }

  /** Clicks a button in the row that has a text. */
  void clickIn(String row, String button) {
    find(By.xpath("//tr[contains(.,'%s')]//button[.='%s']".formatted(row, button))).click();
  }

  /** Clicks the first match of a CSS selector. */
  void clickOn(String selector) {
    find(By.cssSelector(selector)).click();
  }

  /** Waits until the page has a text. */
  void sees(String... texts) {
    for (String text : texts) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(text()).contains(text));
    }
  }

  /** All that is to be seen. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  String url() {
    return String.valueOf(driver.getCurrentUrl());
  }

  /** All that is kept in the tab, and where else a page could keep something. */
  String kept() {
    return String.valueOf(
        driver.executeScript(
            "return JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie"));
  }

  private WebElement find(By by) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () ->
                driver.findElements(by).stream()
                    .filter(element -> element.isDisplayed() && element.isEnabled())
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** What axe-core finds wrong with the page as it is. */
  List<String> violations() {
    driver.executeScript(AXE);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
              done(violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))),
              (failure) => done([String(failure)]));
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /**
   * What the browser complained of; not that requests were refused, which views tell themselves.
   */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains("Failed to load resource"))
        .toList();
  }

  /** {@code light} or {@code dark}, as the user's system would say. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Keeps a picture of the page, if {@code -Dsandi.screenshots=<directory>} asks for it. */
  void shoot(String name) {
    String directory = System.getProperty("sandi.screenshots", "");
    if (!directory.isEmpty()) {
      try {
        Files.createDirectories(Path.of(directory));
        Files.write(Path.of(directory, name + ".png"), picture());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String axe() {
    try (InputStream script =
        Browser.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
