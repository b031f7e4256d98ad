package dev.sandi.processor.http;

import dev.sandi.processor.http.ReportSettings.ReportAnswer;

/** Where the reports of one gateway come in. */
record ReportEntrance(AuthenticateReport authenticate, ReadReports read, ReportAnswer answer) {}
