#include <algorithm>
#include <string>

#include "documents/traffic/caching.h"
#include "documents/traffic/secrets.h"
#include "http/cache/explain.h"
#include "http/explain.h"
#include "http/fields/range.h"
#include "server/cli/json_text.h"
#include "server/cli/predict_printer.h"
#include "server/lint/product.h"
#include "server/lint/wire_facts.h"

namespace wiretag::cli {
namespace {

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json predicted_of(const http::Prediction& prediction) {
  if (!prediction.known()) return nullptr;
  Json allowed = Json::array();
  for (const int status : prediction.allowed) allowed.push_back(status);
  return {{"status", prediction.status},
          {"allowed", std::move(allowed)},
          {"confidence", http::to_string(prediction.confidence)},
          {"content_range",
           prediction.content_range ? Json(http::to_string(*prediction.content_range)) : Json()}};
}

Json steps_of(const Judged& judged) {
  Json steps = Json::array();
  for (std::size_t i = 0; i < judged.prediction.step_count; ++i) {
    const http::Step& step = judged.prediction.steps[i];
    steps.push_back(
        {{"condition", http::to_string(step.condition)},
         {"outcome", http::to_string(step.outcome)},
         {"spec", http::spec(step.condition)},
         {"because", json_text(http::because(step, judged.conditions, judged.state()))}});
  }
  return steps;
}

Json why_not_of(const Judged& judged) {
  std::vector<http::WhyNot> reasons =
      http::why_not(judged.conditions, judged.state(), judged.prediction);
  std::sort(reasons.begin(), reasons.end(),
            [](const auto& a, const auto& b) { return a.status < b.status; });
  Json all = Json::object();
  for (const http::WhyNot& why : reasons) all[std::to_string(why.status)] = json_text(why.text);
  return all;
}

Json wire_of(const Judged& judged) {
  if (!judged.prediction.known()) return nullptr;
  const http::WireCost cost =
      http::wire_cost(judged.conditions, judged.prediction, lint::wire_facts(judged));
  return {{"request_bytes", cost.request_bytes},
          {"response_head_bytes", cost.response_head_bytes},
          {"body_bytes", or_null(cost.body_bytes)},
          {"saved_bytes", or_null(cost.saved_bytes)},
          {"round_trips", cost.round_trips}};
}

Json product_of(const lint::ProductView& view) {
  return {{"name", http::to_string(view.product)},
          {"status", view.answer.status == 0 ? Json() : Json(view.answer.status)},
          {"departs", view.answer.departs},
          {"because", view.because}};
}

Json answer_of(const std::optional<CacheAnswer>& answer, std::string_view untold) {
  if (!answer) return {{"decision", nullptr}, {"because", json_text(untold)}};
  return {{"decision", http::cache::to_string(answer->decision)},
          {"lifetime_s", answer->lifetime_s},
          {"age_s", or_null(answer->age_s)},
          {"confidence", http::to_string(answer->confidence)},
          {"because", json_text(answer->because)}};
}

Json cache_of(const Judged& judged) {
  const CacheView view = cache_view(judged);
  return {{"private", answer_of(view.private_cache, view.untold)},
          {"shared", answer_of(view.shared_cache, view.untold)}};
}

std::string exchange_of(const readers::Document& document, const Judged& judged,
                        const http::KnownSecrets& secrets, std::optional<http::Product> server) {
  const Request& request = judged.exchange.request;
  Json exchange = {
      {"line", line_of(document, judged)},
      {"method", json_text(request.method_name())},
      {"url", json_text(http::without(request.target, secrets.in(request.target)))},
      {"recorded", judged.recorded() == 0 ? Json() : Json(judged.recorded())},
      {"predicted", predicted_of(judged.prediction)},
      {"reason", json_text(http::reason(judged.conditions, judged.state(), judged.prediction))},
      {"steps", steps_of(judged)},
      {"why_not", why_not_of(judged)},
      {"wire", wire_of(judged)},
      {"cache", cache_of(judged)}};
  if (const auto view = lint::product_view(judged, server)) exchange["product"] = product_of(*view);
  return exchange.dump();
}

void print_file(PredictReport& report, const readers::Document& document, const Traffic& traffic) {
  report.out.print("{}{{\"path\":{},\"exchanges\":[", report.first ? "\n" : ",\n",
                   json_text(document.path()).dump());
  report.first = false;
  bool first = true;
  const http::KnownSecrets secrets = known_secrets(document.exchanges());
  for (const Judged* judged : traffic.judged()) {
    if (!judged->asked()) continue;
    report.out.write(first ? "\n" : ",\n");
    report.out.write(exchange_of(document, *judged, secrets, report.server));
    first = false;
  }
  report.out.write("]}");
}

void print_end(PredictReport& report, const Troubles& troubles) {
  report.out.print("],\n\"unreadable\":{}}}\n", json_troubles(troubles).dump());
}

}  // namespace

const PredictPrinter predict_json{
    .begin = [](PredictReport& report) { report.out.write("{\"files\":["); },
    .file = &print_file,
    .end = &print_end,
};

}  // namespace wiretag::cli
