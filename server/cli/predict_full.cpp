#include <algorithm>
#include <string>

#include "documents/traffic/caching.h"
#include "documents/traffic/secrets.h"
#include "http/explain.h"
#include "http/fields/range.h"
#include "http/status.h"
#include "server/cli/predict_printer.h"
#include "server/cli/shown.h"
#include "server/lint/product.h"
#include "server/lint/wire_facts.h"

namespace wiretag::cli {
namespace {

void print_verdict(PredictReport& report, const Judged& judged) {
  const http::Prediction& prediction = judged.prediction;
  const Palette& p = report.palette;
  const std::string reason = shown(http::reason(judged.conditions, judged.state(), prediction));
  if (!prediction.known()) {
    report.out.print("  {}→ no prediction{}\n  {}\n", p.yellow, p.reset, reason);
    return;
  }
  const std::string range = prediction.content_range
                                ? ", Content-Range: " + http::to_string(*prediction.content_range)
                                : std::string();
  const http::WireCost cost =
      http::wire_cost(judged.conditions, prediction, lint::wire_facts(judged));
  report.out.print("  {}→ {}{} ({}){}\n  {}\n  {}\n", p.green, http::with_phrase(prediction.status),
                   p.reset, http::to_string(prediction.confidence), range, reason,
                   http::wire_effect(prediction, cost));
}

void print_steps(PredictReport& report, const Judged& judged) {
  const Palette& p = report.palette;
  std::size_t width = 0;
  const auto each = [&](auto use) {
    for (std::size_t i = 0; i < judged.prediction.step_count; ++i) use(judged.prediction.steps[i]);
  };
  each([&](const http::Step& step) {
    width = std::max(width, http::to_string(step.condition).size());
  });
  each([&](const http::Step& step) {
    report.out.print("    {:<{}}  {:<7}  {} {}({}){}\n", http::to_string(step.condition), width,
                     http::to_string(step.outcome),
                     shown(http::because(step, judged.conditions, judged.state())), p.dim,
                     http::spec(step.condition), p.reset);
  });
}

void print_why_not(PredictReport& report, const Judged& judged) {
  for (const http::WhyNot& why :
       http::why_not(judged.conditions, judged.state(), judged.prediction)) {
    report.out.print("    not {}: {}\n", why.status, shown(why.text));
  }
}

void print_recorded(PredictReport& report, const Judged& judged) {
  const int recorded = judged.recorded();
  if (recorded == 0) return;
  const Palette& p = report.palette;
  const http::Prediction& prediction = judged.prediction;
  const std::string status = http::with_phrase(recorded);
  if (!prediction.known()) {
    report.out.print("  recorded {}\n", status);
  } else if (recorded == prediction.status) {
    report.out.print("  recorded {}: {}as predicted{}\n", status, p.green, p.reset);
  } else if (prediction.allowed.contains(recorded)) {
    report.out.print("  recorded {}: {}allowed as well{}\n", status, p.yellow, p.reset);
  } else {
    report.out.print("  recorded {}: {}contradicts the prediction{}\n", status, p.red, p.reset);
  }
}

void print_product(PredictReport& report, const Judged& judged) {
  const auto view = lint::product_view(judged, report.server);
  if (view) report.out.print("  {}\n", lint::product_line(*view, judged.prediction));
}

void print_caches(PredictReport& report, const Judged& judged) {
  const CacheView view = cache_view(judged);
  if (!caches_matter(view)) return;
  report.out.print("  {}\n", shown(cache_summary(view)));
}

void print_exchange(PredictReport& report, const readers::Document& document, const Judged& judged,
                    const http::KnownSecrets& secrets) {
  const Palette& p = report.palette;
  const Request& request = judged.exchange.request;
  report.out.print("{}{}:{}:{} {}{} {}{}\n", p.dim, shown(document.path()),
                   line_of(document, judged), p.reset, p.bold, shown(request.method_name()),
                   shown(http::without(request.target, secrets.in(request.target))), p.reset);
  print_verdict(report, judged);
  print_recorded(report, judged);
  print_product(report, judged);
  print_caches(report, judged);
  print_steps(report, judged);
  print_why_not(report, judged);
  report.out.write("\n");
}

void print_file(PredictReport& report, const readers::Document& document, const Traffic& traffic) {
  bool any = false;
  const http::KnownSecrets secrets = known_secrets(document.exchanges());
  for (const Judged* judged : traffic.judged()) {
    if (!judged->asked()) continue;
    print_exchange(report, document, *judged, secrets);
    any = true;
  }
  if (!any)
    report.out.print("{}: no request line, so nothing to predict\n", shown(document.path()));
}

}  // namespace

const PredictPrinter predict_full{
    .begin = [](PredictReport&) {},
    .file = &print_file,
    .end = [](PredictReport&, const Troubles&) {},
};

}  // namespace wiretag::cli
